"""Rows of pg_statistic, made of column statistics."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from refdb.statistics.columns import (
    CORRELATION,
    ELEMENT_COUNTS,
    HISTOGRAM,
    MOST_COMMON,
    MOST_COMMON_ELEMENTS,
    RANGE_BOUNDS,
    RANGE_LENGTHS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Final, TypeAlias

    from refdb.statistics.columns import ColumnStatistics, Slot
    from refdb.statistics.here import HereColumn

    #: The oids of a type's operators for equal and for less, by the type's oid.
    Operators: TypeAlias = Mapping[int, tuple[int, int]]

NO_OPERATORS: Operators = MappingProxyType({})

_FLOAT8: Final = 701
_FLOAT8_LESS: Final = 672
_MOST_SLOTS: Final = 5
#: What a row has, in the order of the table in which rows come to the server.
FIELDS: Final = (
    *("number", "position", "inherited", "nulls", "width", "distinct_values"),
    *(f"{field}{place}" for place in range(1, _MOST_SLOTS + 1) for field in "kopcdnvt"),
)
_OF_ELEMENTS: Final = (MOST_COMMON_ELEMENTS, ELEMENT_COUNTS)


def array_text(values: Iterable[str]) -> str:
    """Answers texts as Postgres writes an array of them."""
    listed = list(values)
    joined = '","'.join(listed)
    if "\\" in joined or joined.count('"') > 2 * (len(listed) - 1):
        quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in listed)
        joined = '","'.join(quoted)
    return f'{{"{joined}"}}' if listed else "{}"


def _numbers_text(numbers: Iterable[float]) -> str:
    return "{" + ",".join(map(repr, numbers)) + "}"


def statistics_row(
    number: int,
    column: HereColumn,
    statistics: ColumnStatistics,
    operators: Operators = NO_OPERATORS,
    *,
    inherited: bool = False,
) -> dict[str, Any]:
    """Answers a row of pg_statistic.

    Args:
        number: the relation's oid.
        column: the column.
        statistics: what analyze found in it.
        operators: what each type's values are compared by, for slots that do not say it.
        inherited: with the rows of children.
    """
    row: dict[str, Any] = {
        "number": number,
        "position": column.position,
        "inherited": inherited,
        "nulls": statistics.nulls,
        "width": statistics.width,
        "distinct_values": statistics.distinct,
    }
    for place, slot in enumerate(statistics.slots[:_MOST_SLOTS], start=1):
        made = _slot(slot, column, operators)
        row |= {f"{name}{place}": value for name, value in made.items() if value is not None}
    return row


def _slot(slot: Slot, column: HereColumn, operators: Operators) -> dict[str, Any]:
    return {
        "k": slot.kind,
        "o": slot.operator or None,
        "p": None if slot.operator else _operator(slot.kind, column, operators),
        "c": column.collation,
        "d": slot.collation or None,
        "n": None if slot.numbers is None else _numbers_text(slot.numbers),
        "v": None if slot.values is None else array_text(slot.values),
        "t": _type_of_values(slot.kind, column),
    }


def _operator(kind: int, column: HereColumn, operators: Operators) -> int:
    """Answers by what analyze compares the values of a kind; 0 where it says nothing."""
    if kind == RANGE_LENGTHS:
        return _FLOAT8_LESS
    equal, less = operators.get(
        column.element if kind in _OF_ELEMENTS else column.type_number, (0, 0)
    )
    if kind in (MOST_COMMON, *_OF_ELEMENTS):
        return equal
    return less if kind in (HISTOGRAM, CORRELATION) else 0


def _type_of_values(kind: int, column: HereColumn) -> int:
    if kind in _OF_ELEMENTS:
        return column.element
    if kind == RANGE_LENGTHS:
        return _FLOAT8
    return column.span if kind == RANGE_BOUNDS else column.type_number
