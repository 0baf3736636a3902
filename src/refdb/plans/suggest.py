"""Which index would keep a broken promise, how large it is, and what it costs.

Indexes are tried where they are made empty and sized by estimate, on a copy that plans at
production size: nothing is built.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from psycopg.sql import SQL

from refdb.explain import plan_of
from refdb.plans.judge import judge
from refdb.plans.relations import INDEX_KINDS
from refdb.queries import load
from refdb.statistics import Index, Relation, computed_height

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from refdb.db import Connection
    from refdb.explain import Plan
    from refdb.plans.candidates import Candidate
    from refdb.plans.relations import Relations
    from refdb.statistics import ColumnStatistics, StatisticsSet
    from refdb.tree import Contract

_PAGE: Final = 8192
# Of a leaf of a B-tree: its page's header, its special space, and what a build leaves free.
_LEAF_ROOM: Final = (_PAGE - 24 - 16) * 0.9
_ENTRY: Final = 8 + 4  # an entry's header and its pointer in the page: itup.h, itemid.h
_TID: Final = 6  # a further row of the same key, since 13: the entries of equal keys are one
_ALIGNED: Final = 8
_LONGEST_NAME = 63
_AS_GOOD = 2.0  # times the cheapest plan's cost


@dataclass(frozen=True)
class Suggestion:
    """An index that keeps the promises of a contract that are broken without it.

    Attributes:
        contract: the contract's name.
        name: the index's.
        candidate: what it indexes.
        pages: pages that it would have, by estimate.
        cost_before: the planner's cost of the query without it.
        cost_after: with it.
        helps: other broken contracts that it keeps as well.
    """

    contract: str
    name: str
    candidate: Candidate
    pages: int
    cost_before: float
    cost_after: float
    helps: tuple[str, ...] = ()

    @property
    def statement(self) -> str:
        """Answers the statement that makes it, without waiting for writers."""
        one = self.candidate
        text = SQL(_text("make_index")).format(
            name=SQL(self.name),
            table=SQL(one.table),
            columns=SQL(", ".join(one.columns)),
            where=SQL(f"\n    where {one.where}" if one.where else ""),
        )
        return f"{text.as_string(None)};"

    @property
    def undo(self) -> str:
        """Answers the statement that drops it."""
        schema = self.candidate.table.partition(".")[0]
        text = SQL(_text("drop_index")).format(name=SQL(f"{schema}.{self.name}"))
        return f"{text.as_string(None)};"


def _text(name: str) -> str:
    """A statement that people read: without the line that says what its file is for."""
    return load(f"plans/{name}").partition("\n")[2].strip()


def name_of(candidate: Candidate, contracts: Iterable[Contract], relations: Relations) -> str:
    """Answers an index's name: one that a contract promises and that is not there.

    Without one it is `table_columns_idx`, and for a partial one `table_columns_where_idx`.

    Args:
        candidate: what it indexes.
        contracts: the contracts that it keeps.
        relations: the database's relations.
    """
    for promised in filter(None, (missing_index(one, relations) for one in contracts)):
        return promised.rpartition(".")[2]
    table = candidate.table.rpartition(".")[2]
    parts = (table, *candidate.names, *(["where"] if candidate.where else []))
    return f"{'_'.join(parts)[: _LONGEST_NAME - 4]}_idx"


def missing_index(contract: Contract, relations: Relations) -> str:
    """Answers the name of an index that a contract promises and that is not there; else empty.

    Args:
        contract: the contract.
        relations: the database's relations.
    """
    names = (one.name for one in contract.expects if "index" in one.subject and one.name)
    return next((one for one in names if not relations.find(one, INDEX_KINDS)), "")


def trial_of(
    candidate: Candidate, whole: StatisticsSet, fraction: float, order: int
) -> Relation | None:
    """Answers the statistics of an index that is not there; None where its table has none.

    Args:
        candidate: what it indexes.
        whole: the statistics set.
        fraction: of its table's rows, those that a partial index has.
        order: its place among its table's indexes.
    """
    table = whole.relations.get(candidate.table)
    if table is None or table.rows < 0:
        return None
    entries = max(1.0, table.rows * fraction)
    columns = {name: one.own or one.inherited for name, one in table.columns.items()}
    known = [columns.get(name) for name in candidate.names]
    width = sum(_width(one) for one in known)
    pages = _pages(entries, _distinct(known, entries), width)
    index = Index(candidate.table, "btree", order, computed_height(pages, width))
    return Relation("index", entries, pages, index=index)


def _width(statistics: ColumnStatistics | None) -> float:
    return (statistics.width if statistics else 0) or _ALIGNED


def _distinct(columns: Collection[ColumnStatistics | None], entries: float) -> float:
    """Different keys: at most as many as the columns' values can be put together."""
    product = 1.0
    for one in columns:
        if one is None or one.distinct == 0:
            return entries
        product *= one.distinct if one.distinct > 0 else -one.distinct * entries
    return min(product, entries)


def _pages(entries: float, distinct: float, width: float) -> int:
    aligned = math.ceil(width / _ALIGNED) * _ALIGNED
    size = distinct * (_ENTRY + aligned) + max(0.0, entries - distinct) * _TID
    return 1 + max(1, math.ceil(size / _LEAF_ROOM))


def try_index(
    conn: Connection,
    contract: Contract,
    index: str,
    others: Collection[str],
    relations: Relations,
) -> Plan | None:
    """Answers the plan with one of the tried indexes, when it keeps every promise; or else None.

    Args:
        conn: a connection to a copy in which all of them are.
        contract: the contract; a promise of an index that is not there is taken for this one.
        index: the index's name there.
        others: the names of the others, as `schema.name`, which are set aside.
        relations: the copy's relations.
    """
    missing = missing_index(contract, relations)
    expects = tuple(
        replace(one, name=index) if missing and one.name == missing else one
        for one in contract.expects
    )
    with conn.transaction(force_rollback=True):
        conn.execute(load("plans/set_these_aside"), {"names": list(others)})
        plan = plan_of(conn, contract.query, contract.params, contract.values)
    return None if judge(replace(contract, expects=expects), plan, relations) else plan


def smallest(kept: Mapping[str, Plan], trials: Mapping[str, Relation]) -> tuple[str, Plan] | None:
    """Answers the smallest index that keeps the promises well, and the plan with it.

    One that costs many times as much as another, such as an index in the order that is asked for
    which finds its rows by reading on, keeps them by the letter only.

    Args:
        kept: by index the plan that keeps them.
        trials: by index what is estimated of it.
    """
    least = min((one.root.cost for one in kept.values()), default=0.0)
    well = [name for name, plan in kept.items() if plan.root.cost <= least * _AS_GOOD]
    by_size = sorted(well, key=lambda name: (trials[name].pages, kept[name].root.cost))
    return (by_size[0], kept[by_size[0]]) if by_size else None
