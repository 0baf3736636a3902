"""Reads a statistics set from a live database: one read-only moment of it, and waits for nobody."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from psycopg.rows import class_row, dict_row
from psycopg.sql import SQL, Literal

from refdb import db
from refdb.errors import RefusedError
from refdb.queries import load
from refdb.statistics.asking import together
from refdb.statistics.columns import HISTOGRAM, Column
from refdb.statistics.heights import (
    computed_height,
    from_files,
    inspected,
    planned,
    prefer_indexes,
)
from refdb.statistics.read_extended import read_extended
from refdb.statistics.slots import column_statistics
from refdb.statistics.values import (
    INDEX,
    MATERIALIZED_VIEW,
    PAGE,
    PARTITIONED_INDEX,
    PARTITIONED_TABLE,
    TABLE,
    Index,
    Relation,
    Source,
    StatisticsSet,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Final

    from refdb.db import Connection

_KINDS: Final = {
    "r": TABLE,
    "m": MATERIALIZED_VIEW,
    "p": PARTITIONED_TABLE,
    "i": INDEX,
    "I": PARTITIONED_INDEX,
}
_RANGES_SEEN_SINCE: Final = 170000


@dataclass(frozen=True)
class _Place:
    """Where it is read, and what this user may read there."""

    version: int
    encoding: str
    provider: str
    collate: str
    ctype: str
    page: int
    may_read_all: bool
    may_read_extended: bool
    may_read_files: bool
    pageinspect: str | None


@dataclass(frozen=True)
class _Found:
    """A relation as the catalog has it."""

    name: str
    number: int
    kind: str
    rows: float
    pages: int | None
    analyzed_pages: int
    all_visible: int
    all_frozen: int | None
    table: str | None
    method: str | None
    order: int
    may_read: bool


def read_statistics(
    conn: Connection, *, timeout: float = 30.0, lock_timeout: float = 2.0
) -> StatisticsSet:
    """Answers what the planner knows of a live database.

    Reads in one read-only transaction that sees one moment. Its locks are access share. What this
    user may not read is told in the set's notes; the rest is read all the same.

    Args:
        conn: a connection outside a transaction.
        timeout: seconds that one statement may take.
        lock_timeout: seconds to wait for a lock, such as that of an `alter table` at work.

    Raises:
        RefusedError: the server's pages have another size than the usual one.
        StatementFailedError: a statement took too long, or waited too long for a lock.
    """
    with db.failures(), _moment(conn, timeout, lock_timeout):
        place = _one(conn, _Place, "statistics/source")
        if place.page != PAGE:
            raise RefusedError(f"this server's pages have {place.page} bytes and not {PAGE}")
        settings = dict(conn.execute(load("statistics/settings")).fetchall())
        with conn.cursor(row_factory=class_row(_Found)) as cursor:
            found = cursor.execute(load("statistics/relations")).fetchall()
        notes = list(_unread(place, found))
        columns = _columns(conn, place)
        extended = read_extended(conn)
        relations = {one.name: _relation(one, columns.get(one.name, {})) for one in found}
        relations = _with_indexes(conn, place, relations, {one.name: one.number for one in found})
        relations = _with_ends(conn, relations, notes)
    source = Source(place.version, place.encoding, place.provider, place.collate, place.ctype)
    return StatisticsSet(source, settings, relations, extended, tuple(notes))


@contextmanager
def _moment(conn: Connection, timeout: float, lock_timeout: float) -> Iterator[None]:
    """Holds one read-only transaction open."""
    limits = {"timeout": timeout, "lock_timeout": lock_timeout}
    given = {name: Literal(f"{seconds * 1000:.0f}") for name, seconds in limits.items()}
    try:
        conn.execute(SQL(load("statistics/begin")).format(**given))
        yield
    finally:
        if not conn.broken:
            conn.execute(load("statistics/end"))


def _one(conn: Connection, kind: type[_Place], query: str) -> _Place:
    with conn.cursor(row_factory=class_row(kind)) as cursor:
        return cursor.execute(load(query)).fetchall()[0]


def _unread(place: _Place, found: Iterable[_Found]) -> Iterator[str]:
    """Answers what this user may not read, in words."""
    if not place.may_read_all:
        hidden = [one.name for one in found if not one.may_read and one.kind not in "iI"]
        yield (
            "read by a user who sees the statistics of what he may read only, through the view "
            "pg_stats"
        )
        yield from (f"{name} may not be read: its column statistics are missing" for name in hidden)
        if place.version < _RANGES_SEEN_SINCE:
            yield "the statistics of range columns are missing: only a superuser sees them"
    if not place.pageinspect:
        yield (
            "pageinspect cannot be used here: heights of B-trees are taken from plans"
            + (
                ", counters of GIN and BRIN indexes from their files"
                if place.may_read_files
                else ", counters of GIN indexes are missing"
            )
        )


def _columns(conn: Connection, place: _Place) -> dict[str, dict[str, Column]]:
    """Answers the columns with statistics of each relation."""
    query = "statistics/columns" if place.may_read_all else "statistics/columns_seen"
    if not place.may_read_all and place.version >= _RANGES_SEEN_SINCE:
        query = "statistics/columns_seen_17"
    columns: dict[str, dict[str, Column]] = {}
    with conn.cursor(row_factory=dict_row) as cursor:
        for row in cursor.execute(load(query)):
            of_relation = columns.setdefault(row["name"], {})
            column = of_relation.get(row["column"], Column(row["type"]))
            found = column_statistics(row)
            of_relation[row["column"]] = (
                replace(column, inherited=found) if row["inherited"] else replace(column, own=found)
            )
    return columns


def _relation(one: _Found, columns: Mapping[str, Column]) -> Relation:
    pages = one.pages or 0
    index = Index(one.table, one.method or "", one.order) if one.table else None
    # Of partitioned tables it says -1, and of what is beyond 16 TiB less than that.
    analyzed, visible, frozen = (
        value % 2**32 if value is not None else None
        for value in (one.analyzed_pages, one.all_visible, one.all_frozen)
    )
    is_known = analyzed == pages or one.kind in "pI"
    return Relation(
        kind=_KINDS[one.kind],
        rows=one.rows,
        pages=pages,
        analyzed_pages=None if is_known else analyzed,
        all_visible=visible or 0,
        all_frozen=frozen,
        columns=columns,
        index=index,
    )


def _with_indexes(
    conn: Connection,
    place: _Place,
    relations: Mapping[str, Relation],
    numbers: Mapping[str, int],
) -> dict[str, Relation]:
    """Answers the relations, with what the first pages of indexes tell."""
    if place.pageinspect:
        facts = inspected(conn, place.pageinspect, relations)
        prefer_indexes(conn)
    else:
        facts = from_files(conn, relations, numbers) if place.may_read_files else {}
        prefer_indexes(conn)
        facts |= planned(conn, relations)
    return {
        name: replace(one, index=facts.get(name, _guessed(one))) for name, one in relations.items()
    }


def _guessed(one: Relation) -> Index | None:
    """Answers an index, a B-tree of which nothing else is known with a computed height."""
    if one.kind != INDEX or not one.index or one.index.method != "btree" or not one.pages:
        return one.index
    room = one.pages * PAGE / one.rows if one.rows > 0 else 0.0
    return replace(one.index, height=computed_height(one.pages, room * 0.7))


def _with_ends(
    conn: Connection, relations: Mapping[str, Relation], notes: list[str]
) -> dict[str, Relation]:
    """Answers the relations, with the real ends of columns that an index leads with."""
    changed = dict(relations)
    led = [
        row
        for row in conn.execute(load("statistics/led_columns")).fetchall()
        if _has_histogram(relations, row[0], row[1])
    ]
    texts = [
        SQL(load("statistics/ends")).format(table=SQL(table), key=SQL(key))
        for _, _, table, key in led
    ]
    for (name, column, _, _), rows in zip(led, together(conn, texts), strict=True):
        if rows is None:
            notes.append(f"{name}.{column}: its ends could not be read")
        elif rows[0][0] is not None:
            relation = changed[name]
            ended = replace(relation.columns[column], ends=tuple(rows[0]))
            changed[name] = replace(relation, columns={**relation.columns, column: ended})
    return changed


def _has_histogram(relations: Mapping[str, Relation], name: str, column: str) -> bool:
    relation = relations.get(name)
    found = relation.columns.get(column) if relation else None
    return bool(found and found.own and found.own.slot(HISTOGRAM))
