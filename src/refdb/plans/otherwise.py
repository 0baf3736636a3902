"""What the planner would do if it were kept from what it does: is there another way, how dear?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import db
from refdb.errors import BadRequestError, StatementFailedError
from refdb.explain import plan_of
from refdb.plans.judge import of_clause
from refdb.plans.relations import INDEX_KINDS
from refdb.queries import load

if TYPE_CHECKING:
    from refdb.db import Connection
    from refdb.explain import Plan
    from refdb.plans.breach import Breach
    from refdb.plans.relations import Relation, Relations
    from refdb.tree import Clause, Contract

_SORTS = ("enable_sort", "enable_incremental_sort")
# What keeps the planner from a node, as far as it can be.
_SWITCHES = {
    "bitmap heap scan": ("enable_bitmapscan",),
    "gather": ("enable_gathermerge",),
    "hash join": ("enable_hashjoin",),
    "hashaggregate": ("enable_hashagg",),
    "incremental sort": ("enable_incremental_sort",),
    "index only scan": ("enable_indexonlyscan",),
    "index scan": ("enable_indexscan",),
    "materialize": ("enable_material",),
    "memoize": ("enable_memoize",),
    "merge join": ("enable_mergejoin",),
    "nested loop": ("enable_nestloop",),
    "seq scan": ("enable_seqscan",),
    "sort": _SORTS,
}
_BY_INDEX = {
    "index": ("enable_seqscan",),
    "index only scan": ("enable_seqscan", "enable_bitmapscan"),
    "bitmap scan": ("enable_seqscan", "enable_indexscan", "enable_indexonlyscan"),
}
# What servers before 18 add to the cost of a node that they were to avoid.
_PENALTY = 1e10


@dataclass(frozen=True)
class Otherwise:
    """What the planner would do if it were kept from what it does.

    Attributes:
        plan: the plan.
        keeps: whether it keeps the promise.
        cost: its cost; None where nothing can be said of it.
        nodes: where the nodes that the promise speaks of stand in it.
        is_alone: whether the index that is promised was the table's only one.
    """

    plan: Plan
    keeps: bool
    cost: float | None
    nodes: tuple[int, ...]
    is_alone: bool = False


def try_otherwise(  # noqa: PLR0913 - each is named where it is given
    conn: Connection,
    contract: Contract,
    plan: Plan,
    breach: Breach,
    relations: Relations,
    *,
    is_throwaway: bool,
) -> Otherwise | None:
    """Answers how the query would be planned without what breaks a promise.

    Nothing is run, and what is set is undone.

    Args:
        conn: the connection that the plan was asked on.
        contract: its contract.
        plan: the plan; what it is compared with is planned for the same values.
        breach: the promise that is broken.
        relations: the database's relations.
        is_throwaway: whether other indexes of the table may be set aside for a moment.

    Returns:
        None where it cannot be found out.
    """
    clause = breach.clause
    switches = _switches(clause, wanted=breach.promise.startswith("expect")) if clause else ()
    if clause is None or not switches or not breach.nodes:
        return None
    index = _to_leave_alone(clause, relations) if is_throwaway else None
    other = _plan(conn, contract, plan.values, switches, index)
    if other is None and index:
        index = None
        other = _plan(conn, contract, plan.values, switches, None)
    if other is None:
        return None
    nodes = of_clause(clause, other, relations)
    keeps = bool(nodes) == breach.promise.startswith("expect")
    return Otherwise(other, keeps, _real_cost(other), nodes, index is not None)


def _switches(clause: Clause, *, wanted: bool) -> tuple[str, ...]:
    if wanted:
        return _BY_INDEX.get(clause.subject, ())
    name = clause.name if clause.subject == "node" else clause.subject
    return _SWITCHES.get(name.lower().removeprefix("parallel "), ())


def _to_leave_alone(clause: Clause, relations: Relations) -> Relation | None:
    """Partitions have indexes of their own, so those of a partitioned table stay."""
    found = relations.find(clause.name, INDEX_KINDS) if clause.subject in _BY_INDEX else ()
    return next((one for one in found if one.kind == "i"), None)


def _plan(
    conn: Connection,
    contract: Contract,
    values: str,
    switches: tuple[str, ...],
    index: Relation | None,
) -> Plan | None:
    try:
        with db.failures(), conn.transaction(force_rollback=True):
            conn.execute(load("plans/discourage"), {"names": list(switches)})
            if index:
                names = {
                    "table": _quoted(index.schema, index.base),
                    "index": _quoted(index.schema, index.name),
                }
                conn.execute(load("plans/set_aside"), names)
            return plan_of(conn, contract.query, contract.params, values)
    except (BadRequestError, StatementFailedError):
        if conn.broken:
            raise
        return None


def _quoted(schema: str, name: str) -> str:
    return ".".join('"{}"'.format(one.replace('"', '""')) for one in (schema, name))


def _real_cost(plan: Plan) -> float | None:
    """A server before 18 adds a penalty for each node that it could not avoid."""
    cost = plan.root.cost
    return cost if cost < _PENALTY else None
