"""Takes real values out of a statistics set. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, did_you_mean
from refdb.statistics.columns import CORRELATION, ELEMENT_COUNTS, MOST_COMMON

if TYPE_CHECKING:
    from collections.abc import Collection

    from refdb.statistics.columns import Column, ColumnStatistics, Combined, Slot
    from refdb.statistics.values import ExtendedStatistics, Relation, StatisticsSet

# Kinds that hold numbers alone, or whose numbers mean something without their values: how common
# the most common values are limits what `column = $1` can find, and fills a hash join's buckets.
_NUMBERS = frozenset((MOST_COMMON, CORRELATION, ELEMENT_COUNTS))


def redacted(whole: StatisticsSet, columns: Collection[str] | None = None) -> StatisticsSet:
    """Answers a set without real values of the database.

    What stays: rows, pages, heights, the fraction of nulls, widths, numbers of distinct values,
    correlations, and how common the most common values are. What goes: those values, the bounds
    of histograms, both ends of indexes. Plans for any values of `column = $1` stay as they were;
    ranges, comparisons with constants, and joins of unevenly filled columns are then guessed.

    Args:
        whole: the set.
        columns: `table.column` or `schema.table.column`; None for every column. An expression of
            an index loses its values when any column of its table does.

    Raises:
        BadRequestError: a column is not in the set.
    """
    if columns is None:
        without = whole.mapped(lambda _, relation: _bare(relation))
        extended = {name: _bare_extended(one) for name, one in whole.extended.items()}
        return replace(without, extended=extended, notes=(*whole.notes, _note_of(whole)))
    return _without_columns(whole, _known(whole, columns))


def _note_of(whole: StatisticsSet) -> str:
    number = sum(
        _has_values(column)
        for relation in whole.relations.values()
        for column in relation.columns.values()
    )
    return (
        f"Redacted: {number} column{' has' if number == 1 else 's have'} no values here. Plans for "
        "constants, ranges and unevenly filled joins are guessed; equality for any value is not."
    )


def _has_values(column: Column) -> bool:
    both = (one for one in (column.own, column.inherited) if one)
    return bool(column.ends) or any(slot.values for one in both for slot in one.slots)


def _without_columns(whole: StatisticsSet, chosen: Collection[tuple[str, str]]) -> StatisticsSet:
    tables = {table for table, _ in chosen}

    def change(name: str, relation: Relation) -> Relation:
        if relation.index is not None:
            return _bare(relation) if relation.index.table in tables else relation
        return relation.mapped(
            lambda column, found: _bare_column(found) if (name, column) in chosen else found
        )

    extended = {
        name: _bare_extended(one) if one.table in tables else one
        for name, one in whole.extended.items()
    }
    names = ", ".join(sorted(f"{table}.{column}" for table, column in chosen))
    note = f"Redacted: {names} without values, and what is known of them together with others."
    return replace(whole.mapped(change), extended=extended, notes=(*whole.notes, note))


def _known(whole: StatisticsSet, columns: Collection[str]) -> Collection[tuple[str, str]]:
    there = {
        f"{name}.{column}": (name, column)
        for name, relation in whole.relations.items()
        if relation.index is None
        for column in relation.columns
    }
    return {pair for one in columns for pair in _one_known(one, there)}


def _one_known(asked: str, there: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    found = [pair for name, pair in there.items() if name == asked or name.endswith(f".{asked}")]
    if not found or "." not in asked:
        short = {name.partition(".")[2]: pair for name, pair in there.items()}
        raise BadRequestError(
            f"the statistics set has no column {asked}",
            hint=did_you_mean(asked, short) if "." in asked else "Write TABLE.COLUMN.",
        )
    return found


def _bare(relation: Relation) -> Relation:
    return relation.mapped(lambda _, column: _bare_column(column))


def _bare_column(column: Column) -> Column:
    return replace(column.mapped(_bare_statistics), ends=None)


def _bare_statistics(statistics: ColumnStatistics) -> ColumnStatistics:
    kept = (_bare_slot(one) for one in statistics.slots if one.kind in _NUMBERS)
    return replace(statistics, slots=tuple(kept))


def _bare_slot(slot: Slot) -> Slot:
    return replace(slot, values=()) if slot.values is not None else slot


def _bare_extended(one: ExtendedStatistics) -> ExtendedStatistics:
    return replace(
        one,
        own=one.own and _bare_combined(one.own),
        inherited=one.inherited and _bare_combined(one.inherited),
    )


def _bare_combined(combined: Combined) -> Combined:
    expressions = tuple(map(_bare_statistics, combined.expressions))
    return replace(combined, most_common=(), expressions=expressions)
