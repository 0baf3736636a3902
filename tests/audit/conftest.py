"""A database whose statements are known, and an audit of it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest

from refdb import catalog, db
from refdb.plans.audit import audit, places_of
from refdb.plans.audit.find import find
from refdb.tree import read_tree
from servers import fresh_database

_HERE = Path(__file__).parent
_MIGRATION = "0001_world.sql"
_ROWS = """
insert into public.towns select n, 'town ' || n from generate_series(1, 50) as n;
insert into public.people
select n, n % 50 + 1, 'p' || n || '@example.org', date '2000-01-01' + n % 1000, 'state ' || n % 4
from generate_series(1, 20000) as n;
insert into public.visits
select n, n % 20000 + 1, timestamptz '2024-01-01' + n * interval '1 minute', 'note ' || n
from generate_series(1, 30000) as n;
analyze
"""
_CURRENT_TOWN = """-- purpose: The town of the session.
-- requires: none
create or replace function public.current_town()
returns integer
language plpgsql
stable
as $$
begin
    return nullif(current_setting('app.town', true), '')::integer;
end;
$$;
"""


class World:
    """The world, its files, and functions that a test adds to it.

    Args:
        url: a database with the world in it.
        root: the project's folder.
    """

    def __init__(self, url: str, root: Path) -> None:
        self._url = url
        self._root = root
        self._made: dict[str, str] = {}
        folder = root / "sql/migrations"
        folder.mkdir(parents=True)
        (folder / _MIGRATION).write_text((_HERE / "world.sql").read_text())
        self.write("functions/current_town", _CURRENT_TOWN, run=False)

    def write(self, name: str, text: str, *, run: bool = True) -> None:
        """Writes an object's file, whose statements the test's databases get."""
        file = self._root / f"sql/{name}.sql"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        if run:
            self._made[name] = text

    def function(self, name: str, text: str) -> None:
        """Writes a function's file with its header."""
        self.write(f"functions/{name}", f"-- purpose: {name}.\n{text}")

    @property
    def places(self):
        """Where things are defined."""
        return places_of(read_tree(self._root / "sql", self._root))

    @contextmanager
    def connected(self, *changes: str):
        """Answers a connection in which all that was written is there; nothing of it stays."""
        with db.connect(self._url) as conn, conn.transaction(force_rollback=True):
            for text in (*self._made.values(), *changes):
                conn.execute(text)
            yield conn

    def audit(self, *changes: str, **options):
        """Audits the world."""
        with self.connected(*changes) as conn:
            return audit(conn, self.places, **options)

    def audit_in(self, conn):
        """Audits the world in a connection."""
        return audit(conn, self.places)

    def found(self, *changes: str):
        """Answers what is inside the world's schema."""
        with self.connected(*changes) as conn:
            return find(catalog.snapshot(conn), self.places)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(15, id="pg15", marks=pytest.mark.needs("local15")),
        pytest.param(16, id="pg16", marks=pytest.mark.needs("embedded16")),
        pytest.param(18, id="pg18", marks=pytest.mark.needs("embedded18")),
    ],
)
def world_url(request, server):
    """Answers the URL of a database with the world in it, which no test changes."""
    url = fresh_database(server(request.param))
    with db.connect(url) as conn:
        conn.execute("drop role if exists audit_reader")
        conn.execute(_CURRENT_TOWN)
        conn.execute((_HERE / "world.sql").read_text())
        for statement in _ROWS.split(";"):
            conn.execute(statement)
    yield url
    with db.connect(url) as conn:
        conn.execute("drop owned by audit_reader; drop role audit_reader")


@pytest.fixture
def world(world_url, tmp_path):
    """Answers the world, for this test alone."""
    return World(world_url, tmp_path)


@pytest.fixture
def keys():
    """Answers a function that answers the findings' rules, objects and lines, of one object."""

    def of(audited, name: str):
        return [
            (one.rule.removeprefix("audit/"), one.line)
            for one in audited.findings
            if one.object.startswith(name)
        ]

    return of
