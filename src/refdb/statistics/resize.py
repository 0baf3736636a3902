"""The same relation with more or fewer rows. Pure: the rules that `scale` and `growth` share."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.statistics.columns import Column, ColumnStatistics
    from refdb.statistics.values import Gin, Index, Relation

# Entries of a page above the leaves of a B-tree: of numbers some 400, of long texts some 60.
_LEAST_FANOUT, _MOST_FANOUT = 60.0, 400.0
# Ranges that a page of a BRIN index's map has room for: REVMAP_PAGE_MAXITEMS in brin_page.h.
_RANGES_A_PAGE: Final = 1360
_PAGES_A_RANGE: Final = 128
_MOST_SLACK: Final = 64


def resized(
    relation: Relation,
    rows: float,
    table_pages: float,
    change: Callable[[str, Column], Column] = lambda _, column: column,
) -> Relation:
    """Answers a relation with other rows, and with as many in a page as before.

    Args:
        relation: as it was counted; one without rows stays as it is.
        rows: how many it is to have.
        table_pages: pages of an index's table afterwards, for a BRIN index.
        change: what becomes of each column, by its name and itself.
    """
    factor = rows / relation.rows if relation.rows > 0 else 1.0
    slack = _slack(relation)
    frozen = relation.all_frozen
    analyzed = relation.analyzed_pages
    grown = replace(
        relation.mapped(change),
        rows=relation.rows * factor,
        pages=_pages(relation.pages - slack, factor) + slack,
        analyzed_pages=None if analyzed is None else _pages(analyzed - slack, factor) + slack,
        all_visible=round(relation.all_visible * factor),
        all_frozen=None if frozen is None else round(frozen * factor),
    )
    if relation.index is None:
        return grown
    return replace(grown, index=_index(relation.index, relation, grown, table_pages))


def _slack(relation: Relation) -> int:
    """Answers the empty pages at a table's end, which are as few when it is large.

    From 16 on a table that is being filled gets up to 64 pages at once (bufmgr.h,
    MAX_BUFFERS_TO_EXTEND_BY). After a vacuum they are all that is not visible to everybody.
    """
    hidden = relation.pages - relation.all_visible
    return hidden if relation.all_visible and 0 < hidden <= _MOST_SLACK else 0


def _pages(pages: int, factor: float) -> int:
    """A relation of one page stays one until it is full, and an empty one stays empty."""
    return max(1, math.ceil(pages * factor)) if pages else 0


def _index(index: Index, before: Relation, after: Relation, table_pages: float) -> Index:
    height, gin, revmap = index.height, index.gin, index.revmap_pages
    factor = after.pages / before.pages if before.pages else 1.0
    if height is not None:
        more = _levels(before, after.pages) - _levels(before, before.pages)
        height = max(0, height + more)
    if revmap is not None:
        revmap = max(1, math.ceil(table_pages / _PAGES_A_RANGE / _RANGES_A_PAGE))
    return replace(index, height=height, gin=gin and _gin(gin, factor), revmap_pages=revmap)


def _levels(relation: Relation, pages: float) -> int:
    """Levels above the leaves, when a page above them has as many entries as a leaf.

    The first page of a B-tree is no leaf: it says where the others begin.
    """
    leaves, here = pages - 1, max(1, relation.pages - 1)
    entries = relation.rows / here if relation.rows > 0 else 0.0
    fanout = min(max(entries, _LEAST_FANOUT), _MOST_FANOUT)
    return math.ceil(math.log(leaves, fanout) - 1e-9) if leaves > 1 else 0


def _gin(gin: Gin, factor: float) -> Gin:
    """The list of what is not yet in the tree is as long as ever: vacuum empties it."""
    return replace(
        gin,
        total_pages=round(gin.total_pages * factor),
        entry_pages=round(gin.entry_pages * factor),
        data_pages=round(gin.data_pages * factor),
        entries=round(gin.entries * factor),
    )


def with_distinct(column: Column, rows: float, factor: float) -> Column:
    """Answers a column whose number of different values grows by a factor, at most to its rows.

    A number that is a fraction of the rows (negative in pg_statistic) grows by itself.

    Args:
        column: as it was counted.
        rows: rows of its table afterwards.
        factor: how many times as many different values there are.
    """

    def change(statistics: ColumnStatistics) -> ColumnStatistics:
        if statistics.distinct <= 0:
            return statistics
        return replace(statistics, distinct=min(max(1.0, statistics.distinct * factor), rows))

    return column.mapped(change)
