"""Reads how things stand: every relation's file and counters, and what a session has locked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from psycopg.sql import SQL

from refdb.locks.modes import Mode
from refdb.locks.values import Relation
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from refdb.db import Connection

KINDS = {
    "r": "table",
    "p": "partitioned table",
    "i": "index",
    "I": "partitioned index",
    "v": "view",
    "m": "materialized view",
    "S": "sequence",
    "f": "foreign table",
}


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key that the server has proved: identity, table and referenced table, as oids."""

    oid: int
    table: int
    references: int


@dataclass(frozen=True)
class Image:
    """How things stand at one moment.

    Attributes:
        relations: by their oids; in a transaction, those that it has dropped too.
        locks: the modes in which the session has locked each relation, by its oid.
    """

    relations: Mapping[int, Relation]
    locks: Mapping[int, frozenset[Mode]] = field(default_factory=dict)

    @property
    def files(self) -> frozenset[int]:
        """Answers the numbers of all files."""
        return frozenset(one.file for one in self.relations.values())


def survey(conn: Connection, *, committed: bool = False) -> Image:
    """Answers every relation that is not the server's own, in one query.

    Args:
        conn: where to look.
        committed: read the counters of what was committed, not those of this transaction.
    """
    part = "" if committed else "xact_"
    query = SQL(load("locks/survey")).format(
        scans=SQL(f"pg_catalog.pg_stat_get_{part}numscans"),
        rows=SQL(f"pg_catalog.pg_stat_get_{part}tuples_returned"),
    )
    return Image({row[0]: _relation(*row) for row in conn.execute(query).fetchall()})


def _relation(  # noqa: PLR0913, PLR0917 - a row
    oid: int, name: str, kind: str, table: int, file: int, space: int, scans: int, rows: int
) -> Relation:
    return Relation(oid, name, KINDS[kind], table, file, space, scans or 0, rows or 0)


def look_again(conn: Connection, before: Image) -> Image:
    """Answers how things stand now, later in the same transaction.

    Whatever a transaction works on it has locked, and it keeps the locks: only what is locked can
    have changed, so this costs the same in a large database as in a small one.

    Args:
        conn: in the transaction.
        before: how things stood.
    """
    locks: dict[int, frozenset[Mode]] = {}
    relations = dict(before.relations)
    for oid, modes, kind, schema, *rest in conn.execute(load("locks/locked")).fetchall():
        locks[oid] = frozenset(Mode(mode) for mode in modes)
        if kind in KINDS and _is_of_users(schema):
            relations[oid] = _relation(oid, rest[0], kind, *rest[1:])
        elif oid in relations:
            relations[oid] = replace(relations[oid], file=0)
    return Image(relations, locks)


def _is_of_users(schema: str) -> bool:
    is_own = schema in {"pg_catalog", "information_schema", "pg_toast"}
    return not is_own and not schema.startswith("pg_temp_")


def foreign_keys(conn: Connection) -> frozenset[ForeignKey]:
    """Answers the foreign keys that are proved to hold."""
    rows: Iterable[tuple[Any, ...]] = conn.execute(load("locks/foreign_keys")).fetchall()
    return frozenset(ForeignKey(*row) for row in rows)


def row_widths(conn: Connection, relations: Iterable[str]) -> dict[str, int]:
    """Answers the bytes that a row takes on disk, for `waits`.

    Measured where the relation has analyzed rows, else put together from its columns: 32 for one
    of a length that varies, and 28 for the row itself.

    Args:
        conn: where to look, when the relations are there: before the migration or after it.
        relations: their names, as an Observation has them; those that are not there are left out.
    """
    found = conn.execute(load("locks/widths"), {"names": list(relations)}).fetchall()
    return {str(name): int(width) for name, width in found}
