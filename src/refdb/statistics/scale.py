"""A statistics set as if tables had other numbers of rows. Pure.

The rules, which `refdb statistics scale` states in its answer:

1. A named table gets the rows that it is given.
2. A table whose foreign key points to a table that grows, grows as much: each parent keeps as many
   children. Of several such parents the one that grows most counts. Parents do not grow by
   themselves.
3. The partitions of a table that grows grow as much, and the parent of a partition that grows has
   the sum of its partitions.
4. A materialized view grows as much as the table that grows most of those that it reads: the worst
   case, for nobody can know what it groups by.
5. Pages, index entries and the counters of indexes grow as their table, the height of a B-tree by
   its pages.
6. What is a fraction stays: nulls, frequencies, distinct values that are most of the rows. A fixed
   number of distinct values stays too, but for a foreign key's column: it grows as its parent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, did_you_mean
from refdb.statistics.resize import resized, with_distinct
from refdb.statistics.values import PARTITIONED_INDEX, PARTITIONED_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refdb.statistics.columns import Column
    from refdb.statistics.values import Relation, StatisticsSet

_MOST_ROUNDS = 100  # of passing factors on; a chain of keys is shorter, a circle ends here


@dataclass(frozen=True)
class Link:
    """What makes one relation grow with another.

    Attributes:
        child: the relation that grows, as `schema.name`.
        parent: the relation that it grows with.
        kind: `foreign key`, `partition` (the child is part of the parent) or `view` (the child
            reads the parent).
        columns: the child's columns that hold the parent's key.
    """

    child: str
    parent: str
    kind: str
    columns: tuple[str, ...] = ()


def scaled(whole: StatisticsSet, rows: Mapping[str, float], links: Sequence[Link]) -> StatisticsSet:
    """Answers the set with other numbers of rows, by the rules of this module.

    Args:
        whole: the set.
        rows: by table, `schema.table` or only `table`, the rows that it is to have.
        links: what grows with what.

    Raises:
        BadRequestError: a table is not in the set, or has no rows to begin with.
    """
    given = {_table(whole, name): wanted for name, wanted in rows.items()}
    factors = _spread(_first_factors(whole, given, links), set(given), links)
    return _with_parents(_resize(whole, factors, links), links)


def _table(whole: StatisticsSet, asked: str) -> str:
    tables = [name for name, one in whole.relations.items() if one.index is None]
    found = [name for name in tables if name == asked or name.partition(".")[2] == asked]
    if len(found) != 1:
        names = {name.partition(".")[2] for name in tables}
        raise BadRequestError(
            f"the statistics set has {'several tables' if found else 'no table'} {asked}",
            hint=f"Write one of {', '.join(found)}." if found else did_you_mean(asked, names),
        )
    return found[0]


def _first_factors(
    whole: StatisticsSet, given: Mapping[str, float], links: Sequence[Link]
) -> dict[str, float]:
    factors = {}
    for name, wanted in given.items():
        parts = _parts_of(name, links)
        have = whole.relations[name].rows
        if have <= 0 and parts:
            have = sum(
                max(0.0, whole.relations[part].rows) for part in parts if part in whole.relations
            )
        if have <= 0:
            raise BadRequestError(
                f"{name} has no rows in the statistics set, so there is nothing to scale",
                hint="Take the statistics where it has some rows, after `analyze`.",
            )
        factors[name] = wanted / have
    return factors


def _parts_of(name: str, links: Iterable[Link]) -> list[str]:
    return [one.child for one in links if one.kind == "partition" and one.parent == name]


def _sum_of(whole: StatisticsSet, parts: Iterable[str]) -> float:
    known = (whole.relations[one].rows for one in parts if one in whole.relations)
    return sum(max(0.0, rows) for rows in known)


def _spread(factors: dict[str, float], fixed: set[str], links: Sequence[Link]) -> dict[str, float]:
    """Passes factors on from parents to children until nothing changes."""
    for _ in range(_MOST_ROUNDS):
        before = dict(factors)
        for link in links:
            factor = factors.get(link.parent)
            if factor is not None and link.child not in fixed:
                factors[link.child] = _stronger(factors.get(link.child), factor)
        if factors == before:
            break
    return factors


def _stronger(one: float | None, other: float) -> float:
    """Of several parents the one that grows most counts."""
    return other if one is None else max(one, other)


def _resize(
    whole: StatisticsSet, factors: Mapping[str, float], links: Sequence[Link]
) -> StatisticsSet:
    tables = {
        name: _resized_table(name, one, factors, links)
        for name, one in whole.relations.items()
        if one.index is None
    }

    def change(name: str, relation: Relation) -> Relation:
        if relation.index is None:
            return tables[name]
        factor = factors.get(relation.index.table, 1.0)
        pages = tables[relation.index.table].pages if relation.index.table in tables else 0
        return resized(relation, relation.rows * factor, pages)

    return whole.mapped(change)


def _resized_table(
    name: str, relation: Relation, factors: Mapping[str, float], links: Sequence[Link]
) -> Relation:
    factor = factors.get(name, 1.0)
    rows = relation.rows * factor
    of_keys = {
        column: factors.get(link.parent, 1.0)
        for link in links
        if link.child == name and link.kind == "foreign key" and len(link.columns) == 1
        for column in link.columns
    }

    def change(column: str, found: Column) -> Column:
        return with_distinct(found, max(rows, 1.0), of_keys.get(column, 1.0))

    return resized(relation, rows, 0, change) if relation.rows > 0 else relation


def _with_parents(whole: StatisticsSet, links: Sequence[Link]) -> StatisticsSet:
    """A partitioned table has the rows of its partitions, whichever of them grew."""

    def change(name: str, relation: Relation) -> Relation:
        parts = [one for one in _parts_of(name, links) if one in whole.relations]
        if relation.kind not in {PARTITIONED_TABLE, PARTITIONED_INDEX} or not parts:
            return relation
        total = _sum_of(whole, parts)
        return replace(relation, rows=total) if relation.rows >= 0 else relation

    return whole.mapped(change)
