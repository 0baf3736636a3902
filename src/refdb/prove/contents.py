"""Reads a database's rows as fingerprints, and where its sequences stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import psycopg

from refdb.prove import sequences
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from refdb.db import Connection
    from refdb.prove.sequences import Position


#: How many rows, and the sum of their hashes.
Contents: TypeAlias = "tuple[int, Decimal | None]"


class View(NamedTuple):
    """What there is to a materialized view besides its rows.

    Attributes:
        is_populated: whether it can be read.
        fresh: what its query gives at this moment; None where the query fails.
    """

    is_populated: bool
    fresh: Contents | None = None


@dataclass(frozen=True)
class TableRows:
    """The rows of a table or materialized view, in whatever order they are stored.

    Attributes:
        columns: its columns but computed ones, sorted by name, in quotes where SQL needs them.
        oid: what stays the same when it gets another name.
        numbers: what stays the same when a column gets another name, for each column.
        count: how many rows.
        whole: the sum of the hashes of its rows; None without rows.
        hashes: for each column the sum of the hashes of its values; empty without rows.
        view: of a materialized view, what its query gives at this moment.
    """

    columns: tuple[str, ...]
    oid: int = 0
    numbers: tuple[int, ...] = ()
    count: int = 0
    whole: Decimal | None = None
    hashes: tuple[Decimal | None, ...] = ()
    view: View | None = None

    @property
    def contents(self) -> Contents:
        """What can be compared with what a query gives."""
        return self.count, self.whole

    def hash_of(self, column: str) -> Decimal | None:
        """Answers the sum of the hashes of a column's values."""
        return self.hashes[self.columns.index(column)] if self.hashes else None


#: The rows of each table and materialized view, and where each sequence stands, by their names,
#: `public.students`: they share one space of names.
Rows: TypeAlias = "Mapping[str, TableRows | Position]"


class _Listed(NamedTuple):
    """One row of the query for the tables; a partition is never filled."""

    name: str
    oid: int
    names: list[str]
    numbers: list[int]
    is_filled: bool
    only: str
    query: str | None
    is_populated: bool


def read_rows(conn: Connection) -> Rows:
    """Answers the fingerprints of every table and materialized view, and where sequences stand.

    It takes two round trips, and one for each materialized view. The ledger's tables, pg_cron's
    and those of extensions are left out; a partition's rows are its partitioned table's.

    Raises:
        psycopg.Error: the server refused.
    """
    first, second = _ask(conn, [load("prove/tables"), load("prove/sequences")])
    listed = [_Listed(*row) for row in first]
    counted = [sequences.Listed(*row) for row in second]
    filled = [one for one in listed if one.is_filled]
    answers = _ask(conn, [*map(_fingerprint, filled), *map(sequences.question, counted)])
    tables = {one.name: TableRows(tuple(one.names), one.oid, tuple(one.numbers)) for one in listed}
    for one, ((count, whole, hashes),) in zip(filled, answers, strict=False):
        if count:
            tables[one.name] = replace(
                tables[one.name], count=count, whole=whole, hashes=tuple(hashes)
            )
    positions = {
        one.name: sequences.position(one, *row)
        for one, (row,) in zip(counted, answers, strict=True)
    }
    for view in listed:
        if view.query:
            seen = View(view.is_populated, _fresh(conn, view) if view.is_populated else None)
            tables[view.name] = replace(tables[view.name], view=seen)
    return {**tables, **positions}


def _fingerprint(table: _Listed) -> str:
    part = load("prove/column_hash")
    hashes = ", ".join(part.format(column=column) for column in table.names)
    columns = ", ".join(table.names)
    return load("prove/fingerprint").format(
        table=table.name, only=table.only, columns=columns, hashes=hashes
    )


def _fresh(conn: Connection, view: _Listed) -> Contents | None:
    """Answers what a materialized view would have if it was refreshed; None where it could not."""
    query = f"({(view.query or '').rstrip().removesuffix(';')})"
    text = load("prove/fingerprint").format(
        table=query, only="", columns=", ".join(view.names), hashes=""
    )
    try:
        ((count, whole, _),) = conn.execute(text).fetchall()
    except psycopg.Error:
        return None
    return count, whole


def _ask(conn: Connection, texts: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    """Answers each statement's rows, all sent as one message."""
    if not texts:
        return
    cursor = conn.execute(";\n".join(texts))
    yield cursor.fetchall()
    while cursor.nextset():
        yield cursor.fetchall()
