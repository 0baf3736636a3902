"""What is known of the values in one column, or in several together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

# What pg_statistic.h calls STATISTIC_KIND_MCV and so on; extensions have their own from 100.
MOST_COMMON: Final = 1
HISTOGRAM: Final = 2
CORRELATION: Final = 3
MOST_COMMON_ELEMENTS: Final = 4
ELEMENT_COUNTS: Final = 5
RANGE_LENGTHS: Final = 6
RANGE_BOUNDS: Final = 7

#: What a file and people call them.
KIND_NAMES: Final = {
    MOST_COMMON: "most_common",
    HISTOGRAM: "histogram",
    CORRELATION: "correlation",
    MOST_COMMON_ELEMENTS: "most_common_elements",
    ELEMENT_COUNTS: "element_counts",
    RANGE_LENGTHS: "range_lengths",
    RANGE_BOUNDS: "range_bounds",
}
#: What a file calls another kind: this and its number.
OTHER_KIND: Final = "kind_"


@dataclass(frozen=True)
class Slot:
    """One kind of statistics of one column.

    Attributes:
        kind: the number of `pg_statistic.stakindN`, such as HISTOGRAM.
        operator: what the values were compared by, such as `<(uuid,uuid)`; empty for what the
            column's type has for this kind.
        collation: what they were sorted by; empty for the column's own.
        numbers: frequencies, a correlation …; None where the kind has none.
        values: as the server writes them; None where the kind has none. They are real values.
    """

    kind: int
    operator: str = ""
    collation: str = ""
    numbers: tuple[float, ...] | None = None
    values: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ColumnStatistics:
    """What analyze found in one column.

    Attributes:
        nulls: the fraction of rows that are null.
        width: bytes of a value that is not null, on average.
        distinct: different values; negative for a fraction of the rows, 0 for unknown.
        slots: what is known besides, at most one of a kind.
    """

    nulls: float = 0.0
    width: int = 0
    distinct: float = 0.0
    slots: tuple[Slot, ...] = ()

    def slot(self, kind: int) -> Slot | None:
        """Answers the slot of a kind, None where there is none."""
        return next((one for one in self.slots if one.kind == kind), None)

    def with_slot(self, slot: Slot) -> ColumnStatistics:
        """Answers the same with this slot in the place of the one of its kind."""
        others = tuple(one for one in self.slots if one.kind != slot.kind)
        return replace(self, slots=tuple(sorted((*others, slot), key=lambda one: one.kind)))

    def without(self, *kinds: int) -> ColumnStatistics:
        """Answers the same without the slots of these kinds."""
        return replace(self, slots=tuple(one for one in self.slots if one.kind not in kinds))


@dataclass(frozen=True)
class Column:
    """A column of a table, or an expression of an index.

    Attributes:
        type: its type without length, such as `character varying`.
        ends: its smallest and its greatest value as an index has them, which the planner looks
            up; None where no index leads with it. They are real values.
        own: of the relation's own rows; None when it was never analyzed.
        inherited: of the rows of the relation and all its children or partitions.
    """

    type: str
    ends: tuple[str, str] | None = None
    own: ColumnStatistics | None = None
    inherited: ColumnStatistics | None = None

    def mapped(self, change: Callable[[ColumnStatistics], ColumnStatistics]) -> Column:
        """Answers the same with both statistics changed by a function."""
        own = self.own and change(self.own)
        return replace(self, own=own, inherited=self.inherited and change(self.inherited))


@dataclass(frozen=True)
class MostCommonRow:
    """One combination of values of several columns.

    Attributes:
        values: one for each column; None for a null. They are real values.
        frequency: the fraction of rows that have it.
        base_frequency: the fraction that would, if the columns had nothing to do with each other.
    """

    values: tuple[str | None, ...]
    frequency: float
    base_frequency: float


@dataclass(frozen=True)
class Combined:
    """What `create statistics` found in several columns or expressions together.

    Columns are told by their name, expressions as `ExtendedStatistics.columns` writes them.

    Attributes:
        distinct: combinations of columns, with the number of different values of each.
        dependencies: combinations whose last column follows from the others, with the degree.
        most_common: the most common combinations, in the order of `ExtendedStatistics.columns`.
        expressions: what analyze found in each expression, in their order.
    """

    distinct: tuple[tuple[tuple[str, ...], float], ...] = ()
    dependencies: tuple[tuple[tuple[str, ...], float], ...] = ()
    most_common: tuple[MostCommonRow, ...] = ()
    expressions: tuple[ColumnStatistics, ...] = ()
