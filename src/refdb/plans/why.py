"""Why a promise is broken: what the planner thought, in a sentence or two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.explain import head, how_many, short
from refdb.late import late
from refdb.plans.limits import number
from refdb.plans.relations import INDEX_KINDS, TABLE_KINDS

with late():
    from refdb.sqltext import conditions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from refdb.explain import Node, Plan
    from refdb.plans.breach import Breach
    from refdb.plans.otherwise import Otherwise
    from refdb.plans.relations import Relation, Relations

_LISTED = 3  # indexes or columns that a sentence names
_MOST = 0.5  # of a table: to read more of it through an index hardly ever pays
_DEARER_BY = 1.05  # times; less is as good as the same
_DEARER = (
    "The planner takes the promised way for the dearer one: a query that needs fewer rows, or an "
    "index that fits it better, makes it the cheaper one."
)


def explained(
    breach: Breach, plan: Plan, relations: Relations, otherwise: Otherwise | None
) -> Breach:
    """Answers a breach with what the planner thought, and a hint that goes with it.

    Args:
        breach: the broken promise.
        plan: the plan that breaks it.
        relations: the database's relations.
        otherwise: what the planner would do without what breaks it; None where that is not known.
    """
    why = [*breach.why]
    if breach.clause and breach.nodes:
        node, *below = _readers(plan, plan.nodes[breach.nodes[0]])
        why += _of_rows(node, relations)
        why += _of_indexes(breach, (node, *below), relations)
    if otherwise:
        why += _of_otherwise(breach, plan, otherwise)
    finding = breach.finding
    is_there = otherwise and otherwise.keeps and not _reads_all(breach, plan, otherwise)
    if is_there and _is_about_indexes(finding.hint):
        finding = replace(finding, hint=_DEARER)
    return replace(breach, finding=finding, why=tuple(dict.fromkeys(why)))


def _readers(plan: Plan, node: Node) -> tuple[Node, ...]:
    """A bitmap scan's condition is in the nodes below it, its filter in itself."""
    if not node.relation:
        return (node,)
    relation = (node.schema, node.relation, node.alias)
    return tuple(one for one in plan.nodes if (one.schema, one.relation, one.alias) == relation)


def _is_about_indexes(hint: str) -> bool:
    """The advice that says no index serves is wrong where one does, at a price."""
    return hint.startswith(("No index serves", "The index is:", "An index that gives"))


def _of_rows(node: Node, relations: Relations) -> Iterator[str]:
    table = next(iter(relations.find(f"{node.schema}.{node.relation}", TABLE_KINDS)), None)
    if table is None or table.rows <= 0:
        if node.sort_keys:
            yield f"the planner expects to sort {how_many(node.rows)}"
        return
    passing = f"{short(node.rows)} of {short(table.rows)} rows of {table.name}"
    if node.rows > table.rows * _MOST:
        yield f"the planner expects {passing}: so many are read best as a whole"
    else:
        yield f"the planner expects {passing} ({node.rows / table.rows * 100:.2g} %)"


def _of_indexes(breach: Breach, nodes: Sequence[Node], relations: Relations) -> Iterator[str]:
    """Which predicate has no index, or what the promised index begins with."""
    node = nodes[0]
    table = next(iter(relations.find(f"{node.schema}.{node.relation}", TABLE_KINDS)), None)
    texts = (text for one in nodes for text in (one.index_condition, one.filter) if text)
    compared = {part.column for text in texts for part in conditions.compared(text, node.alias)}
    if table is None or not compared or node.rows > table.rows * _MOST:
        return
    said = _listed(sorted(compared))
    clause = breach.clause
    promised = relations.find(clause.name, INDEX_KINDS) if clause and clause.name else ()
    if promised and promised[0].columns and promised[0].columns[0] not in compared:
        first = promised[0].columns[0]
        yield f"{promised[0].name} begins with {first}, and the query compares {said}"
    elif node.node_type == "Seq Scan":
        fitting = [one for one in relations.indexes_of(table) if _fits(one, compared)]
        if fitting:
            names = [f"{one.name} ({', '.join(one.columns)}){_where(one)}" for one in fitting]
            yield f"begins with what is compared: {_listed(names)}"
        else:
            yield f"no index of {table.name} begins with {_listed(sorted(compared), ' or ')}"


def _fits(index: Relation, compared: Collection[str]) -> bool:
    return bool(index.columns) and index.columns[0] in compared


def _where(index: Relation) -> str:
    return f" where {index.predicate}" if index.predicate else ""


def _listed(names: list[str], last: str = ", ") -> str:
    if len(names) > _LISTED:
        return f"{', '.join(names[:_LISTED])} and {len(names) - _LISTED} more"
    return last.join(filter(None, (", ".join(names[:-1]), names[-1])))


def _of_otherwise(breach: Breach, plan: Plan, otherwise: Otherwise) -> Iterator[str]:
    here, there = plan.root.cost, otherwise.cost
    wanted = breach.promise.startswith("expect")
    if not otherwise.keeps:
        if not wanted:
            yield f"without {_named(breach)}: there is no such plan"
        elif otherwise.is_alone and breach.clause:
            yield f"even as the table's only index {breach.clause.name} would not be used so"
    elif there is not None and here:
        words = f"{'with' if wanted else 'without'} {_named(breach)}"
        times = f" ({there / here:.3g} times)" if there / here >= _DEARER_BY else ""
        cost = f"cost {number(there)} against {number(here)}{times}"
        yield f"{words}: {_way(breach, plan, otherwise)}, {cost}"


def _named(breach: Breach) -> str:
    clause = breach.clause
    return f"{clause.name.lower()}" if clause and clause.subject == "node" else str(clause)


def _reads_all(breach: Breach, plan: Plan, otherwise: Otherwise) -> bool:
    """Answers whether the other way reads an index from end to end, which serves nobody."""
    node = _instead(breach, plan, otherwise)
    conditions = (one.index_condition for one in node.walk())
    return bool(node.index) and not any(conditions)


def _way(breach: Breach, plan: Plan, otherwise: Otherwise) -> str:
    from_end_to_end = " from end to end" if _reads_all(breach, plan, otherwise) else ""
    return f"{head(_instead(breach, plan, otherwise))}{from_end_to_end}"


def _instead(breach: Breach, plan: Plan, otherwise: Otherwise) -> Node:
    """What the other plan has instead: how it reads the same table, or what is new in it."""
    if otherwise.nodes:
        return otherwise.plan.nodes[otherwise.nodes[0]]
    old = plan.nodes[breach.nodes[0]]
    same = (one for one in otherwise.plan.nodes if old.relation and one.alias == old.alias)
    types = {one.text_name for one in plan.nodes}
    new = (one for one in otherwise.plan.nodes if one.text_name not in types)
    return next(same, None) or next(new, otherwise.plan.root)
