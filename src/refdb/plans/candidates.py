"""Which indexes might serve a plan better? Thought of from the plan's own conditions. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refdb.sqltext.conditions import Compared, compared, sort_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.explain import Node, Plan

_SCANS = frozenset(("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"))
_SORTS = frozenset(("Sort", "Incremental Sort"))
_JOINS = frozenset(("Hash Join", "Merge Join", "Nested Loop"))
_MOST_COLUMNS = 4  # in the key of an index; one with more is seldom worth its size


@dataclass(frozen=True)
class Candidate:
    """An index that may be tried.

    Attributes:
        table: its table, as `schema.name`.
        columns: its key, with `desc` where the order matters.
        where: the predicate of a partial index; empty for a whole one.
    """

    table: str
    columns: tuple[str, ...]
    where: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Answers the key's columns without their order."""
        return tuple(one.removesuffix(" desc") for one in self.columns)


@dataclass
class _Wanted:
    """What a plan asks of one table, gathered on the way down."""

    table: str
    equal: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    constant: list[str] = field(default_factory=list)
    order: tuple[str, ...] = ()


def candidates(plan: Plan) -> tuple[Candidate, ...]:
    """Answers the indexes that a plan's conditions, joins and sorts suggest, the simplest first.

    Args:
        plan: a plan that breaks a promise.
    """
    found = [one for wanted in _wants(plan.root, (), ()) for one in _of(wanted)]
    unique = dict.fromkeys(one for one in found if one.columns)
    return tuple(sorted(unique, key=lambda one: (len(one.columns), not one.where)))


def _wants(
    node: Node, sorts: tuple[tuple[str, ...], ...], joins: tuple[str, ...]
) -> Iterator[_Wanted]:
    if node.node_type in _SCANS and node.relation:
        yield _wanted(node, sorts, joins)
    if node.node_type in _SORTS:
        sorts = (*sorts, node.sort_keys)
    if node.node_type in _JOINS:
        joins = (*joins, node.join_condition)
    for child in node.children:
        yield from _wants(child, sorts, joins)


def _wanted(node: Node, sorts: Sequence[tuple[str, ...]], joins: Sequence[str]) -> _Wanted:
    wanted = _Wanted(f"{node.schema}.{node.relation}")
    conditions = [node.filter, node.index_condition]
    conditions += [child.index_condition for child in node.children]
    for text in filter(None, conditions):
        for one in compared(text, node.alias):
            _take(wanted, one)
    for text in filter(None, joins):
        wanted.joined += [one.column for one in compared(text, node.alias) if one.kind == "equal"]
    for keys in sorts:
        columns = [sort_column(key, node.alias) for key in keys]
        if columns and all(columns):
            wanted.order = tuple(filter(None, columns))
    return wanted


def _take(wanted: _Wanted, one: Compared) -> None:
    if one.is_constant:
        wanted.constant.append(one.text)
    elif one.kind == "equal":
        wanted.equal.append(one.column)
    elif one.kind == "range":
        wanted.ranges.append(one.column)


def _of(wanted: _Wanted) -> Iterator[Candidate]:
    where = " and ".join(dict.fromkeys(wanted.constant))
    keys = [
        (*wanted.equal,),
        (*wanted.equal, *wanted.order),
        (*wanted.equal, *wanted.ranges[:1]),
        (*wanted.joined[:1],),
        (*wanted.equal, *wanted.joined[:1]),
        (*wanted.joined[:1], *wanted.order),
        (*wanted.order,),
        (*wanted.ranges[:1],),
    ]
    for key in keys:
        columns = _once(key)
        if columns and len(columns) <= _MOST_COLUMNS:
            yield Candidate(wanted.table, columns)
            if where:
                yield Candidate(wanted.table, columns, where)


def _once(key: Sequence[str]) -> tuple[str, ...]:
    """A column that stands in the key already, compared for equality, needs no order."""
    names: dict[str, str] = {}
    for column in key:
        names.setdefault(column.removesuffix(" desc"), column)
    return tuple(names.values())
