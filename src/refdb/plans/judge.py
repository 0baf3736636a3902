"""Is a plan what its contract promises? Decided from values; asks no server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.errors import did_you_mean
from refdb.explain import NODE_TYPES, Plan, words
from refdb.findings import Finding
from refdb.plans.advice import forbidden_advice, missing_advice
from refdb.plans.breach import Breach
from refdb.plans.limits import exceeded
from refdb.plans.relations import INDEX_KINDS, TABLE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from refdb.explain import Node
    from refdb.plans.relations import Relations
    from refdb.tree import Clause, Contract

_NODE_TYPES = {
    "index": frozenset(("Index Scan", "Index Only Scan", "Bitmap Index Scan")),
    "index only scan": frozenset(("Index Only Scan",)),
    "bitmap scan": frozenset(("Bitmap Index Scan",)),
    "seq scan": frozenset(("Seq Scan",)),
    "sort": frozenset(("Sort", "Incremental Sort")),
}
_BY_INDEX = frozenset(("index", "index only scan", "bitmap scan"))
_READING = _NODE_TYPES["index"] | _NODE_TYPES["seq scan"]
_RULES = {
    "index": "contract/index",
    "index only scan": "contract/index",
    "bitmap scan": "contract/index",
    "seq scan": "contract/seq-scan",
    "sort": "contract/sort",
    "node": "contract/node",
}
# What `explain` as text writes for some nodes, which a contract may write too.
_TEXT_NAMES = frozenset(
    (
        "Delete",
        "GroupAggregate",
        "HashAggregate",
        "HashSetOp",
        "Insert",
        "Merge",
        "MixedAggregate",
        "Update",
    ),
)
_SHOWN = 2  # nodes that a message tells; the plan has the others
_LISTED = 12  # names that a hint lists


def judge(contract: Contract, plan: Plan, relations: Relations) -> tuple[Breach, ...]:
    """Answers the promises that a plan breaks, and the names in them that mean nothing.

    Args:
        contract: the promises.
        plan: how the server plans the contract's query.
        relations: the database's tables, indexes and views: a promise about a table holds for
            its partitions, and one about an index that is not there says so.
    """
    found = [
        *_each(contract, contract.expects, plan, relations, wanted=True),
        *_each(contract, contract.forbids, plan, relations, wanted=False),
        *exceeded(contract, plan),
    ]
    return tuple(sorted(found, key=lambda one: one.finding.line))


def _each(
    contract: Contract,
    clauses: Sequence[Clause],
    plan: Plan,
    relations: Relations,
    *,
    wanted: bool,
) -> Iterator[Breach]:
    for clause in clauses:
        places = of_clause(clause, plan, relations)
        nodes = [plan.nodes[place] for place in places]
        unknown = None if nodes else _unknown_name(clause, relations)
        promise = f"{'expect' if wanted else 'forbid'}: {clause}"
        if unknown:
            finding = _finding(contract, clause, *unknown, rule="contract/name")
            yield Breach(finding, promise, clause)
        elif wanted and not nodes:
            instead = _instead(clause, plan, relations)
            told = _missing(clause, [plan.nodes[place] for place in instead], relations)
            yield Breach(_finding(contract, clause, *told), promise, clause, instead)
        elif nodes and not wanted:
            told = _forbidden(clause, nodes, relations)
            yield Breach(_finding(contract, clause, *told), promise, clause, places)


def of_clause(clause: Clause, plan: Plan, relations: Relations) -> tuple[int, ...]:
    """Answers where the nodes that a clause speaks of stand in `Plan.nodes`."""
    return tuple(place for place, node in enumerate(plan.nodes) if _is(node, clause, relations))


def _finding(
    contract: Contract, clause: Clause, message: str, hint: str, rule: str = ""
) -> Finding:
    return Finding(
        rule=rule or _RULES[clause.subject],
        object=contract.name,
        message=message,
        file=contract.script.file,
        line=clause.line,
        hint=hint,
    )


def _is(node: Node, clause: Clause, relations: Relations) -> bool:
    """Answers whether a node is what a clause speaks of."""
    if clause.subject == "node":
        return clause.name.lower() in _names_of(node)
    if node.node_type not in _NODE_TYPES[clause.subject]:
        return False
    name = node.index if clause.subject in _BY_INDEX else node.relation
    return not clause.name or relations.is_part(node.schema, name, clause.name)


def _names_of(node: Node) -> frozenset[str]:
    names = {node.node_type.lower(), node.text_name.lower()}
    return frozenset(names | {f"parallel {name}" for name in names if node.is_parallel})


def _unknown_name(clause: Clause, relations: Relations) -> tuple[str, str] | None:
    """Answers message and hint for a name that means nothing, which no plan could contain."""
    if clause.subject == "node":
        known = {one.lower(): one for one in NODE_TYPES | _TEXT_NAMES}
        name = clause.name.lower().removeprefix("parallel ")
        return None if name in known else _nothing(clause, "node type", known.values())
    if not clause.name:
        return None
    kinds, noun = (INDEX_KINDS, "index") if clause.subject in _BY_INDEX else (TABLE_KINDS, "table")
    if relations.find(clause.name, kinds):
        return None
    if noun == "table" and relations.find(clause.name, "v"):
        hint = "Name the tables that the view reads."
        return f"{clause.name} is a view, which no plan scans", hint
    return _nothing(clause, noun, relations.names(kinds))


def _nothing(clause: Clause, noun: str, known: Iterable[str]) -> tuple[str, str]:
    short = clause.name.rpartition(".")[2]
    names = {one.lower() for one in known}
    hint = did_you_mean(short, names)
    if hint.startswith("Known") and len(names) > _LISTED:
        hint = f"No {noun} has a name like it."
    return f"there is no {noun} {clause.name}", hint


def _missing(clause: Clause, instead: Sequence[Node], relations: Relations) -> tuple[str, str]:
    message = f"promises {clause}, but the plan has {_told(instead) or 'none'}"
    return message, missing_advice(clause, instead, relations)


def _instead(clause: Clause, plan: Plan, relations: Relations) -> tuple[int, ...]:
    """Answers which nodes read the table that the clause speaks of."""
    bases = {clause.name} if clause.subject == "seq scan" else set()
    if clause.subject in _BY_INDEX:
        indexes = relations.find(clause.name, INDEX_KINDS)
        bases = {f"{index.schema}.{index.base}" for index in indexes}
    return tuple(
        place
        for place, node in enumerate(plan.nodes)
        if node.node_type in _READING
        and any(relations.is_part(node.schema, node.relation, base) for base in bases)
    )


def _forbidden(clause: Clause, nodes: Sequence[Node], relations: Relations) -> tuple[str, str]:
    message = f"forbids {clause}, but the plan has {_told(nodes)}"
    return message, forbidden_advice(clause, nodes[0], relations)


def _told(nodes: Sequence[Node]) -> str:
    alone = (Plan(replace(node, children=(), subplan="")) for node in nodes)
    told = [f"`{words(one)[0]}`" for one in alone]
    more = [f"{len(told) - _SHOWN} more"] if len(told) > _SHOWN else []
    return " and ".join([*told[:_SHOWN], *more])
