"""The look at a target through PgBouncer: it needs no session of its own."""

import psycopg
import pytest

from bouncers import bouncer
from refdb import config
from refdb.project import Project
from trees import ONE_TABLE, write_tree


@pytest.mark.needs("pgbouncer")
@pytest.mark.parametrize("mode", ["transaction", "session"])
def test_drift_through_a_pooler(tmp_path, short, database, mode) -> None:
    """It finds what is there, and leaves no setting in a session that others will get."""
    write_tree(tmp_path, ONE_TABLE)
    Project(config.Config(root=tmp_path), target=database).apply()
    with bouncer(short, database, mode) as url:
        project = Project(config.Config(root=tmp_path), target=url)
        assert project.drift().findings == ()
        with psycopg.connect(url, autocommit=True) as conn:
            names = ("lock_timeout", "statement_timeout", "default_transaction_read_only")
            left = [conn.execute(f"show {name}").fetchone()[0] for name in names]
            assert left == ["0", "0", "off"]
            conn.execute("create table public.by_hand (id integer)")
        (found,) = project.drift().findings
        assert found.object == "table public.by_hand"


@pytest.mark.needs("pgbouncer")
def test_who_is_in_the_way_is_named_behind_a_pooler(tmp_path, short, database) -> None:
    """The pooler tells its own number of the server process; the right one is looked up."""
    write_tree(tmp_path, ONE_TABLE)
    direct = Project(config.Config(root=tmp_path), target=database)
    direct.apply()
    with psycopg.connect(database) as holder, bouncer(short, database, "transaction") as url:
        holder.execute("lock table public._yoyo_migration in access exclusive mode")
        through = Project(config.Config(root=tmp_path), target=url)
        with pytest.raises(Exception, match="_yoyo_migration is locked") as caught:
            through.drift()
        assert f"pid {holder.info.backend_pid} " in caught.value.hint
