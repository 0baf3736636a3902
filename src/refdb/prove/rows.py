"""What became of rows, and of where sequences stand, between two looks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.prove import sequences
from refdb.prove.contents import TableRows
from refdb.prove.sequences import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.prove.contents import Rows


@dataclass(frozen=True)
class Loss:
    """Data that is not there again, or is there and was not.

    Attributes:
        table: its table, `public.students`; or the materialized view or sequence.
        column: the column whose values differ, or that goes; empty for rows or the whole table.
        before: rows before.
        after: rows after.
        is_dropped: the rollback drops the table or column, with whatever it holds by then.
        kind: `table`, `materialized view` or `sequence`.
        said: what is lost, in words, where it is no table's.
        owner: the table that a sequence belongs to, and goes with.
    """

    table: str
    column: str = ""
    before: int = 0
    after: int = 0
    is_dropped: bool = False
    kind: str = "table"
    said: str = ""
    owner: str = ""

    @property
    def is_left(self) -> bool:
        """Whether there are rows too many, which is no loss."""
        return self.after > self.before and self.kind == "table"

    @property
    def names(self) -> tuple[str, ...]:
        """Answers how a header may name it, the narrowest name first."""
        tables = (self.table, _short(self.table))
        owners = (self.owner, _short(self.owner)) if self.owner else ()
        columns = (f"{one}.{self.column}" for one in owners or tables if self.column)
        return (*tables, *columns, *owners) if owners else (*columns, *tables)

    def line(self) -> str:
        """Answers it in one readable line."""
        if self.said:
            return f"{self.kind} {self.table}: {self.said}"
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


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def compare(before: Rows, after: Rows, *, within: Rows | None = None) -> tuple[Loss, ...]:
    """Answers what is not as it was, in what both sides have. Pure.

    Args:
        before: the rows at first.
        after: the rows then.
        within: where given, only tables, columns, materialized views and sequences that are there
            too.
    """
    return tuple(
        loss
        for name in sorted(before.keys() & after.keys())
        if within is None or name in within
        for loss in _any(name, before[name], after[name], within[name] if within else None)
    )


def _any(
    name: str,
    before: TableRows | Position,
    after: TableRows | Position,
    within: TableRows | Position | None,
) -> Iterator[Loss]:
    if isinstance(before, Position) and isinstance(after, Position):
        if said := sequences.what_is_lost(before, after):
            yield Loss(name, after.column, kind="sequence", said=said, owner=after.owner)
    elif isinstance(before, TableRows) and isinstance(after, TableRows):
        if before.view and after.view:
            yield from _compare_views(name, before, after)
        elif not (before.view or after.view):
            columns = within.columns if isinstance(within, TableRows) else None
            yield from _compare(name, before, after, columns)


def _compare_views(name: str, before: TableRows, after: TableRows) -> Iterator[Loss]:
    """A materialized view may have what it had, or what its query gives now: nothing else."""
    is_there = before.view and before.view.is_populated and after.view and after.view.is_populated
    # That it is not populated any more is a change of the catalog.
    if not is_there or (before.columns, before.contents) == (after.columns, after.contents):
        return
    if after.view and after.contents != after.view.fresh:
        said = "has neither the rows that it had nor those that its query gives"
        yield Loss(
            name, before=before.count, after=after.count, kind="materialized view", said=said
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


def left_wrong(top: Rows, below: Rows) -> tuple[Loss, ...]:
    """Answers what a rollback leaves wrong with the rows that are in it then. Pure.

    Much may differ below a migration. But a sequence must not give numbers that are taken there,
    and a materialized view must have what its query gives, or have been left alone.

    Args:
        top: before the rollback.
        below: after it.
    """
    return tuple(
        loss
        for name in sorted(top.keys() & below.keys())
        for loss in _left_wrong(name, top[name], below[name])
    )


def _left_wrong(
    name: str, top: TableRows | Position, below: TableRows | Position
) -> Iterator[Loss]:
    if isinstance(top, TableRows) and isinstance(below, TableRows):
        yield from _compare_views(name, top, below)
    elif (
        isinstance(top, Position)
        and isinstance(below, Position)
        and (said := sequences.what_collides(top, below))
    ):
        yield Loss(name, below.column, kind="sequence", said=said, owner=below.owner)


def dropped(before: Rows, after: Rows, below: Rows) -> tuple[Loss, ...]:
    """Answers the tables and columns that a rollback drops, with whatever they hold by then. Pure.

    What only gets its old name back is not dropped.

    Args:
        before: before the migration was applied.
        after: when it was applied.
        below: when it was rolled back.
    """
    were, are, left = _tables(before), _tables(after), _tables(below).values()
    by_oid = {table.oid: table for table in left}
    return tuple(
        loss
        for name in sorted(are)
        for loss in _dropped(name, are[name], by_oid.get(are[name].oid), were.get(name))
    )


def _tables(rows: Rows) -> dict[str, TableRows]:
    """What has rows of its own: a materialized view has others'."""
    return {name: one for name, one in rows.items() if isinstance(one, TableRows) and not one.view}


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
