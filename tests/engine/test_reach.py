"""Targets that cannot be migrated: standbys, read-only ones, poolers in transaction mode."""

import subprocess
import time
from contextlib import contextmanager

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from bouncers import as_postgres, bouncer, give_to_postgres, wait_for
from refdb import config
from refdb.errors import RefusedError
from refdb.project import Project
from refdb.throwaway import open_throwaway
from servers import fresh_database
from trees import ONE_TABLE, write_tree


@pytest.mark.needs("pgbouncer")
@pytest.mark.parametrize("mode", ["transaction", "statement"])
def test_pooler_without_sessions_is_refused(tmp_path, short, database, mode) -> None:
    """Behind PgBouncer in transaction mode nothing is run, and the fix is named."""
    write_tree(tmp_path, ONE_TABLE)
    with bouncer(short, database, mode) as url:
        project = Project(config.Config(root=tmp_path), target=url)
        with pytest.raises(RefusedError, match="pooler in transaction mode") as caught:
            project.apply()
    assert "its own port" in caught.value.hint
    with psycopg.connect(database) as conn:
        assert conn.execute("select to_regclass('a'), to_regnamespace('refdb')").fetchall() == [
            (None, None)
        ]


@pytest.mark.needs("pgbouncer")
def test_pooler_with_sessions_is_good_enough(tmp_path, short, database) -> None:
    """Behind PgBouncer in session mode a session is one's own, and migrations run."""
    write_tree(tmp_path, ONE_TABLE)
    with bouncer(short, database, "session") as url:
        done = Project(config.Config(root=tmp_path), target=url).apply().done
    assert len(done) == 1


def test_read_only_target_is_refused(tmp_path, server) -> None:
    """A database whose transactions begin read-only is refused before anything is tried."""
    url = fresh_database(server(18))
    name = conninfo_to_dict(url)["dbname"]
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(f"alter database {name} set default_transaction_read_only = on")
    write_tree(tmp_path, ONE_TABLE)
    project = Project(config.Config(root=tmp_path), target=url)
    with pytest.raises(RefusedError, match="the target is read-only"):
        project.apply()
    assert [one.state for one in project.status().states] == ["pending"]


@pytest.mark.needs("local15")
def test_standby_is_refused(tmp_path, short) -> None:
    """A real streaming standby is refused; its primary is not, and the standby shows the state."""
    write_tree(tmp_path, ONE_TABLE)
    settings = {"wal_level": "replica", "max_wal_senders": "4", "max_replication_slots": "4"}
    with open_throwaway(postgres=15, settings=settings) as primary, _standby(primary, short) as url:
        Project(config.Config(root=tmp_path), target=primary.url).apply()
        project = Project(config.Config(root=tmp_path), target=url)
        for verb in (project.apply, project.rollback):
            with pytest.raises(RefusedError, match="the target is a standby") as caught:
                verb()
            assert "target_session_attrs" in caught.value.hint
        for _ in range(100):
            states = [one.state for one in project.status().states]
            if states == ["applied"]:
                break
            time.sleep(0.1)
        assert states == ["applied"]


@contextmanager
def _standby(primary, folder):
    """A standby that streams from a throwaway; answers its URL."""
    parts = conninfo_to_dict(primary.url)
    give_to_postgres(folder)
    data = folder / "data"
    source = f"host={parts['host']} port={parts.get('port', 5432)} user=postgres"
    backup = [primary.bin / "pg_basebackup", "-D", data, "-R", "-X", "stream", "-c", "fast"]
    subprocess.run([*as_postgres(), *backup, "-d", source], check=True, cwd="/")
    command = [primary.bin / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses="]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(
            [*as_postgres(), *command, "-c", "hot_standby=on"], stderr=log, stdout=log, cwd="/"
        )
    url = f"postgresql://postgres@/{parts['dbname']}?host={folder}&port=5432"
    try:
        wait_for(url)
        yield url
    except BaseException:
        print((folder / "log").read_text())  # noqa: T201 - pytest shows it beside the failure
        raise
    finally:
        running.send_signal(3)
        running.wait(timeout=20)
