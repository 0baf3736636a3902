"""A database that no tool migrated."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from refdb import catalog, db
from refdb.adopt import pg_dump
from refdb.errors import MissingPartError
from servers import VERSIONS, fresh_database

_SCHEMA = """
create schema "Odd name";
create type mood as enum ('good', 'bad');
create table users (id integer primary key, feeling mood default 'good');
create table "Odd name".posts (id serial primary key, user_id integer references users);
create table after_it ();
create function later() returns integer language sql as 'select count(*)::int from after_it';
create view happy as select id from users where feeling = 'good';
create function touched() returns trigger language plpgsql as $$
begin
    -- SET x = y;
    return new;
end $$;
create trigger users_touched before update on users for each row execute function touched();
comment on table users is 'It''s a -- table;';
grant select on users to public;
"""


def _entries(url: str):
    with db.connect(url) as conn:
        return catalog.read_entries(conn)


@pytest.mark.parametrize("major", VERSIONS)
def test_baseline_makes_the_same_database_again(place, server, major) -> None:
    """The one migration is applied here, and makes every object anew on an empty database."""
    url = fresh_database(server(major))
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(_SCHEMA)
    before = _entries(url)
    here = type(place)(place.root, url)
    assert here.refdb("adopt", "--baseline").code == 0
    assert here.states() == {"0001_baseline": "applied"}
    assert _entries(url) == before
    elsewhere = type(place)(place.root, fresh_database(server(major)))
    ran = elsewhere.refdb("apply")
    assert ran.code == 0, ran.err
    assert _entries(elsewhere.url) == before


def test_baseline_has_no_noise(place) -> None:
    """Settings and commands for psql are gone; what stands in bodies and comments stays."""
    place.run(_SCHEMA)
    place.refdb("adopt", "--baseline")
    text = place.migration("0001_baseline.sql")
    lines = text.splitlines()
    assert not [one for one in lines if one.startswith(("\\", "SET ", "SELECT pg_catalog"))]
    assert "    -- SET x = y;" in lines
    assert "-- irreversible: It holds what was there before refdb" in text
    assert "GRANT SELECT ON TABLE public.users TO PUBLIC;" in lines
    assert "_yoyo" not in text


def test_baseline_is_not_rolled_back(place) -> None:
    """Rolling the baseline back is refused."""
    place.run(_SCHEMA)
    place.refdb("adopt", "--baseline")
    assert place.refdb("rollback").code == 4
    assert place.refdb("new", "more").code == 0
    assert place.tree()[-1] == "0002_more.sql"


def test_empty_database_has_no_baseline(place) -> None:
    """There is nothing to begin with: refused, nothing written."""
    ran = place.refdb("adopt", "--baseline")
    assert ran.code == 4
    assert "there is nothing in this database" in ran.err
    assert place.tree() == []


def test_missing_pg_dump_names_the_package() -> None:
    """A server newer than every pg_dump here is an error that says what to install."""
    with pytest.raises(MissingPartError) as raised:
        pg_dump.fitting_program(99)
    assert "postgresql-client-99" in raised.value.hint


def test_password_is_in_no_argument(place) -> None:
    """pg_dump gets the password in a file without a name, which no death can leave behind."""
    with (
        db.connect(f"{place.url}&password=s3:cret") as conn,
        pg_dump.connection_string(conn) as (text, files),
    ):
        assert "cret" not in text
        file = Path(str(conninfo_to_dict(text)["passfile"]))
        assert file.read_text(encoding="utf-8") == "*:*:*:*:s3\\:cret\n"
        assert (len(files), file.stat().st_nlink) == (1, 0)
    assert not file.exists()
