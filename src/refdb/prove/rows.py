"""The rows of a database as fingerprints, and what became of them between two looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from refdb.db import Connection


@dataclass(frozen=True)
class TableRows:
    """A table's rows, in whatever order they are stored.

    Attributes:
        columns: its columns but computed ones, sorted by name, in quotes where SQL needs them.
        oid: what stays the same when it gets another name.
        numbers: what stays the same when a column gets another name, for each column.
        count: how many rows.
        whole: the sum of the hashes of its rows; None without rows.
        hashes: for each column the sum of the hashes of its values; empty without rows.
    """

    columns: tuple[str, ...]
    oid: int = 0
    numbers: tuple[int, ...] = ()
    count: int = 0
    whole: Decimal | None = None
    hashes: tuple[Decimal | None, ...] = ()

    def hash_of(self, column: str) -> Decimal | None:
        """Answers the sum of the hashes of a column's values."""
        return self.hashes[self.columns.index(column)] if self.hashes else None


#: The rows of each table by its name, `public.students`.
Rows: TypeAlias = "Mapping[str, TableRows]"


@dataclass(frozen=True)
class Loss:
    """Data that is not there again, or is there and was not.

    Attributes:
        table: its table, `public.students`.
        column: the column whose values differ, or that goes; empty for rows or the whole table.
        before: rows before.
        after: rows after.
        is_dropped: the rollback drops the table or column, with whatever it holds by then.
    """

    table: str
    column: str = ""
    before: int = 0
    after: int = 0
    is_dropped: bool = False

    @property
    def is_left(self) -> bool:
        """Whether there are rows too many, which is no loss."""
        return self.after > self.before

    @property
    def names(self) -> tuple[str, ...]:
        """Answers how a header may name it, the narrowest name first."""
        short = self.table.rpartition(".")[2]
        tables = (self.table, short)
        return (*(f"{one}.{self.column}" for one in tables if self.column), *tables)

    def line(self) -> str:
        """Answers it in one readable line."""
        if self.is_dropped:
            what = f"column {self.table}.{self.column}" if self.column else f"table {self.table}"
            return f"{what}: dropped with its data"
        if self.column:
            return f"column {self.table}.{self.column}: values differ"
        if self.is_left:
            return f"rows of {self.table}: {self.after - self.before:,} left behind"
        if self.after < self.before:
            return f"rows of {self.table}: {self.before - self.after:,} of {self.before:,} lost"
        return f"rows of {self.table}: values are in other rows"


class _Listed(NamedTuple):
    """One row of the query for the tables; a partition is never filled."""

    name: str
    oid: int
    names: list[str]
    numbers: list[int]
    is_filled: bool
    only: str


def read_rows(conn: Connection) -> Rows:
    """Answers the fingerprints of every table, in two round trips.

    The ledger's tables, pg_cron's and those of extensions are left out; a partition's rows are
    its partitioned table's.

    Raises:
        psycopg.Error: the server refused.
    """
    listed = [_Listed(*row) for row in conn.execute(load("prove/tables")).fetchall()]
    found = {one.name: TableRows(tuple(one.names), one.oid, tuple(one.numbers)) for one in listed}
    filled = [one for one in listed if one.is_filled]
    for one, row in zip(filled, _fingerprints(conn, filled), strict=True):
        count, whole, hashes = row
        if count:
            found[one.name] = replace(
                found[one.name], count=count, whole=whole, hashes=tuple(hashes)
            )
    return found


def _fingerprints(
    conn: Connection, tables: Iterable[_Listed]
) -> Iterator[tuple[int, Decimal | None, list[Decimal | None]]]:
    text = ";\n".join(map(_fingerprint, tables))
    if not text:
        return
    cursor = conn.execute(text)
    while True:
        yield cursor.fetchall()[0]
        if not cursor.nextset():
            return


def _fingerprint(table: _Listed) -> str:
    part = load("prove/column_hash")
    hashes = ", ".join(part.format(column=column) for column in table.names)
    columns = ", ".join(table.names)
    return load("prove/fingerprint").format(
        table=table.name, only=table.only, columns=columns, hashes=hashes
    )


def compare(before: Rows, after: Rows, *, within: Rows | None = None) -> tuple[Loss, ...]:
    """Answers what is not as it was, in tables and columns that both sides have. Pure.

    Args:
        before: the rows at first.
        after: the rows then.
        within: where given, only tables and columns that are there too.
    """
    return tuple(
        loss
        for name in sorted(before.keys() & after.keys())
        if within is None or name in within
        for loss in _compare(
            name, before[name], after[name], within[name].columns if within else None
        )
    )


def _compare(
    name: str, before: TableRows, after: TableRows, within: tuple[str, ...] | None
) -> Iterator[Loss]:
    if before.count != after.count:
        yield Loss(name, before=before.count, after=after.count)
        return
    columns = [
        one for one in before.columns if one in after.columns and (within is None or one in within)
    ]
    differing = [one for one in columns if before.hash_of(one) != after.hash_of(one)]
    for column in differing:
        yield Loss(name, column, before.count, after.count)
    is_whole = len(columns) == len(before.columns) == len(after.columns)
    if is_whole and not differing and before.whole != after.whole:
        yield Loss(name, before=before.count, after=after.count)


def dropped(before: Rows, after: Rows, below: Rows) -> tuple[Loss, ...]:
    """Answers the tables and columns that a rollback drops, with whatever they hold by then. Pure.

    What only gets its old name back is not dropped.

    Args:
        before: before the migration was applied.
        after: when it was applied.
        below: when it was rolled back.
    """
    left = {table.oid: table for table in below.values()}
    return tuple(
        loss
        for name in sorted(after)
        for loss in _dropped(name, after[name], left.get(after[name].oid), before.get(name))
    )


def _dropped(
    name: str, after: TableRows, below: TableRows | None, before: TableRows | None
) -> Iterator[Loss]:
    if below is None:
        if before is None:
            yield Loss(name, is_dropped=True)
        return
    for column, number in zip(after.columns, after.numbers, strict=True):
        if number not in below.numbers and (before is None or column not in before.columns):
            yield Loss(name, column, is_dropped=True)
