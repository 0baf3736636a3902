"""The labelled battery: statements, what each was seen to do, and whether it is safe."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from locks.cases import effect
from refdb import db, locks, sqltext
from refdb.locks import Blocks, Observed
from refdb.tree import migration_of, read_repeat
from servers import fresh_database

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.locks import Observation
    from refdb.tree import Migration

FOLDER = Path(__file__).parent
CASES = FOLDER / "cases"
VERSIONS = (15, 18)
#: What makes a statement unsafe that makes nobody wait while it works on a throwaway.
BECAUSE = {
    "rows": "it changes any number of rows in one transaction",
    "fails": "it fails on a table with rows",
    "clients": "what runs meanwhile does not find what it uses",
    "queue": "it waits without an end, and others behind it",
    "empties": "it empties tables that it does not name",
    "elsewhere": "it does more where there are rows",
    "zone": "it does more in another time zone",
}
_SET_UP, _STATEMENT = "-- set-up:\n", "-- statement:\n"
_PLACES = (
    "create role battery_role",
    "set allow_in_place_tablespaces = on",
    "create tablespace battery_space location ''",
)
SCHEMA_ID, SET_UP_ID, STATEMENT_ID = "0001_schema", "0002_set_up", "0003_statement"


@dataclass(frozen=True)
class Case:
    """A statement of the battery.

    Attributes:
        name: the file's name without `.sql`.
        says: what it is, in words.
        since: the first major version that has it.
        because: why it is unsafe although nobody waits; empty where it is not.
        labels: what it does, by major version, as `label` writes it.
        setup: what is there before it, besides the schema.
        statement: the migration: its header and its statements.
    """

    name: str
    says: str
    since: int
    because: str
    labels: dict[int, str]
    setup: str
    statement: str

    def is_unsafe(self, major: int) -> bool:
        """Answers whether it is unsafe on a version."""
        return bool(self.because) or "; waits " in self.labels[major]

    def files(self, *, is_filled: bool = False) -> dict[str, str]:
        """Answers the migrations of a tree that ends with the statement, by their ids."""
        texts = {SCHEMA_ID: schema(is_filled=is_filled), SET_UP_ID: self.setup}
        texts[STATEMENT_ID] = self.statement
        return {name: text for name, text in texts.items() if text}


def schema(*, is_filled: bool = False) -> str:
    """Answers the statements that make what the cases work on, with its rows or without."""
    text = (FOLDER / "schema.sql").read_text(encoding="utf-8")
    kept = (one.text for one in sqltext.split(text))
    found = [one for one in kept if is_filled or not one.startswith("insert")]
    return "-- why: What the battery works on.\n" + "".join(f"{one};\n" for one in found)


def cases() -> list[Case]:
    """Answers every case, in the order of their names."""
    return [read(path) for path in sorted(CASES.glob("*.sql"))]


def read(path: Path) -> Case:
    """Answers the case of a file."""
    text = path.read_text(encoding="utf-8")
    head, _, statement = text.partition(_STATEMENT)
    head, _, setup = head.partition(_SET_UP)
    keys = dict(line[3:].split(": ", 1) for line in head.splitlines() if ": " in line)
    why = f"-- why: {keys['says']}\n"
    return Case(
        path.stem,
        keys["says"],
        int(keys.get("since", "0")),
        keys.get("because", ""),
        {major: keys.get(str(major), "") for major in VERSIONS},
        why + setup if setup else "",
        why + statement,
    )


def on(major: int) -> list[Case]:
    """Answers the cases of a version."""
    return [one for one in cases() if one.since <= major]


def migrations_of(case: Case) -> list[Migration]:
    """Answers a case as a tree's migrations."""
    return [migration_of(name, text, None, "") for name, text in case.files().items()]


class Range:
    """Where cases are run: one database, and copies of it for those that need one.

    Args:
        server_url: a server; what belongs to all of it is made here.
    """

    def __init__(self, server_url: str) -> None:
        self._opened = ExitStack()
        self._server = self._opened.enter_context(db.connect(server_url))
        for statement in _PLACES:
            self._server.execute(statement)
        self._url, self._template = fresh_database(server_url), fresh_database(server_url)
        for url in (self._url, self._template):
            with db.connect(url) as conn:
                db.run(conn, schema())
        self._conn = self._opened.enter_context(db.connect(self._url))

    def close(self) -> None:
        """Closes its connections."""
        self._opened.close()

    def observed(self, case: Case) -> Observed:
        """Runs a case, and answers what the statement's migration did."""
        *_, migration = migrations_of(case)
        is_one = migration.transactional and read_repeat(migration.apply) is None
        if is_one and not case.setup:
            with self._conn.transaction(force_rollback=True):
                seen = tuple(locks.observe(self._conn, migration.apply.statements))
            return Observed(migration, seen, is_one, {})
        with self._copy() as url, db.connect(url) as conn:
            db.run(conn, case.setup)
            (found,) = locks.observe_migrations(conn, [migration], {migration.id})
        return found

    @contextmanager
    def _copy(self) -> Iterator[str]:
        name = str(conninfo_to_dict(self._template)["dbname"])
        parts = {"name": Identifier("battery_case"), "source": Identifier(name)}
        create = "create database {name} template {source} strategy file_copy"
        self._server.execute(SQL(create).format(**parts))
        try:
            yield self._template.replace(f"/{name}?", "/battery_case?")
        finally:
            self._server.execute(SQL("drop database {name} with (force)").format(**parts))


def label(seen: Sequence[Observation]) -> str:
    """Answers what statements of one migration did, as a label.

    What a query with a condition reads is left out: that is its plan's, which other rows change.
    """
    effects = [effect(one) for one in seen]
    reads = [effect(one).reads for one in seen if not _has_plan(one.statement)]
    parts = {
        "locks": sorted({one for found in effects for one in found.locks}),
        "writes": sorted({one for found in effects for one in found.rewrites}),
        "builds": sorted({one for found in effects for one in found.builds}),
        "reads": sorted({one for found in reads for one in found}),
        "waits": sorted({one for found in seen for one in _waiting(found)}),
    }
    said = (f"{key} {', '.join(found)}" for key, found in parts.items() if found)
    return "; ".join(said) or "nothing"


def _has_plan(text: str) -> bool:
    first = text.split(None, 1)[0].lower()
    return first in {"delete", "select", "update", "with"} and " where " in text.replace("\n", " ")


def _waiting(seen: Observation) -> Iterator[str]:
    """Who waits while a whole table is read or written, or an index built."""
    written = [one for one in seen.rewrites if not one.is_emptied]
    if not (written or seen.builds or seen.reads):
        return
    kinds = {one.table: one.kind for one in seen.locks if one.relation == one.table}
    for name, blocks in seen.blocks.items():
        is_only_refreshed = kinds.get(name) == "materialized view" and blocks is Blocks.WRITES
        if blocks.rank >= Blocks.WRITES.rank and not is_only_refreshed:
            yield f"{blocks.value} on {name.removeprefix('public.')}"
