"""A statistics set of any size, from two of smaller ones. Pure.

Sample data can be made at any size, but a thousand million rows take hours. Two sizes of it show
how each table and each column grows: `rows = c * size ** e`, where e is 1 for what grows with the
size, 0 for what does not, and between the two for the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb.statistics.columns import MOST_COMMON
from refdb.statistics.resize import resized

if TYPE_CHECKING:
    from refdb.statistics.columns import Column, ColumnStatistics
    from refdb.statistics.values import Relation, StatisticsSet

# An exponent as near as this to 0 or 1 is it: what is off is the sample's and analyze's chance.
_NEAR = 0.05


@dataclass(frozen=True)
class Sampled:
    """A statistics set of sample data.

    Attributes:
        rows: rows of sample data that were asked for.
        statistics: what analyze found.
    """

    rows: int
    statistics: StatisticsSet


def grown(small: Sampled, large: Sampled, rows: int) -> StatisticsSet:
    """Answers the statistics that sample data of another size would have.

    Numbers of rows and of distinct values follow the law that both sizes show, pages and the
    counters of indexes follow the rows. How common the most common values are falls as it falls
    between the two. All else, such as nulls, correlations and histograms, is the larger one's.

    Args:
        small: at fewer rows.
        large: at more rows; a set of just these rows is answered as it is.
        rows: the wanted size.
    """
    if rows == large.rows:
        return large.statistics
    law = _Law(small.rows, large.rows, rows)
    tables = {
        name: _grown_table(small.statistics.relations.get(name), one, law)
        for name, one in large.statistics.relations.items()
        if one.index is None
    }

    def change(name: str, relation: Relation) -> Relation:
        if relation.index is None:
            return tables[name]
        before = small.statistics.relations.get(name)
        wanted = law.at(before.rows if before else relation.rows, relation.rows)
        table = tables.get(relation.index.table)
        return resized(relation, wanted, table.pages if table else 0)

    return large.statistics.mapped(change)


@dataclass(frozen=True)
class _Law:
    small: int
    large: int
    wanted: int

    def at(self, few: float, many: float, least: float = 0.0, most: float = 1.0) -> float:
        """Answers what a number will be that was `few` at the small and `many` at the large."""
        if few <= 0 or many <= 0:
            return many
        exponent = math.log(many / few) / math.log(self.large / self.small)
        exponent = min(max(_snapped(exponent), least), most)
        return float(many * (self.wanted / self.large) ** float(exponent))


def _snapped(exponent: float) -> float:
    return round(exponent) if abs(exponent - round(exponent)) < _NEAR else exponent


def _grown_table(small: Relation | None, large: Relation, law: _Law) -> Relation:
    if small is None or large.rows <= 0:
        return large
    rows = law.at(small.rows, large.rows)

    def change(name: str, column: Column) -> Column:
        before = small.columns.get(name)
        return _grown_column(before, column, (small.rows, large.rows, rows), law)

    return resized(large, rows, 0, change)


def _grown_column(
    small: Column | None, large: Column, rows: tuple[float, float, float], law: _Law
) -> Column:
    if small is None:
        return large
    own = small.own and large.own and _grown_statistics(small.own, large.own, rows, law)
    inherited = (
        small.inherited
        and large.inherited
        and _grown_statistics(small.inherited, large.inherited, rows, law)
    )
    return replace(large, own=own or large.own, inherited=inherited or large.inherited)


def _grown_statistics(
    small: ColumnStatistics,
    large: ColumnStatistics,
    rows: tuple[float, float, float],
    law: _Law,
) -> ColumnStatistics:
    return _with_frequencies(
        small, replace(large, distinct=_distinct(small, large, rows, law)), law
    )


def _distinct(
    small: ColumnStatistics,
    large: ColumnStatistics,
    rows: tuple[float, float, float],
    law: _Law,
) -> float:
    """A fraction of the rows stays one, when it was one at both sizes."""
    few_rows, many_rows, wanted_rows = rows
    if small.distinct < 0 and large.distinct < 0:
        return large.distinct
    few = _absolute(small.distinct, few_rows)
    many = _absolute(large.distinct, many_rows)
    return max(1.0, min(law.at(few, many), wanted_rows)) if many > 0 else large.distinct


def _absolute(distinct: float, rows: float) -> float:
    return -distinct * rows if distinct < 0 else distinct


def _with_frequencies(
    small: ColumnStatistics, large: ColumnStatistics, law: _Law
) -> ColumnStatistics:
    before, found = small.slot(MOST_COMMON), large.slot(MOST_COMMON)
    if not (before and before.numbers and found and found.numbers):
        return large
    top = law.at(before.numbers[0], found.numbers[0], least=-1.0, most=0.0)
    share = top / found.numbers[0]
    return large.with_slot(replace(found, numbers=tuple(one * share for one in found.numbers)))
