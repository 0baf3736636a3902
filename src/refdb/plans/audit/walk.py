"""How often each node of a plan is run, and how much of it, as the planner expects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from refdb.explain import Node, Plan

# These take all rows of what is below them before they give one.
_TAKES_ALL = frozenset(("Sort", "Hash", "Aggregate", "ModifyTable", "SetOp", "Group"))
# These keep what is below them for further rounds.
_KEEPS = frozenset(("Materialize", "Memoize", "Hash", "CTE Scan"))


class Step(NamedTuple):
    """A node in its plan.

    Attributes:
        node: the node.
        runs: how often it is run.
        part: which part of its rows is asked for, from 0 to 1: a limit stops early.
        parent: the node that takes its rows.
    """

    node: Node
    runs: float
    part: float
    parent: Node | None


def steps(plan: Plan, rows_of: Callable[[Node], float]) -> Iterator[Step]:
    """Answers each node of a plan, parents first.

    Args:
        plan: the plan.
        rows_of: answers how many rows the relation of a node has.
    """
    yield from _steps(Step(plan.root, 1.0, 1.0, None), rows_of)


def _steps(step: Step, rows_of: Callable[[Node], float]) -> Iterator[Step]:
    yield step
    part = _part(step)
    for child in step.node.children:
        is_own = child.relationship in {"InitPlan", "SubPlan"}
        runs = _runs(step, child, rows_of)
        yield from _steps(Step(child, runs, 1.0 if is_own else part, step.node), rows_of)


def _part(step: Step) -> float:
    node = step.node
    if node.node_type in _TAKES_ALL:
        return 1.0
    below = _outer(node)
    if node.node_type != "Limit" or below is None or below.cost <= below.startup_cost:
        return step.part
    wanted = (node.cost - below.startup_cost) / (below.cost - below.startup_cost)
    return step.part * min(max(wanted, 0.0), 1.0)


def _outer(node: Node) -> Node | None:
    return next((one for one in node.children if one.relationship == "Outer"), None)


def _runs(step: Step, child: Node, rows_of: Callable[[Node], float]) -> float:
    node = step.node
    if child.relationship == "InitPlan" or node.node_type in _KEEPS:
        return 1.0
    if child.relationship == "SubPlan":
        return step.runs * _asked(step, child, rows_of)
    if node.node_type == "Nested Loop" and child.relationship == "Inner":
        outer = _outer(node)
        return step.runs * max(outer.rows if outer else 1.0, 1.0)
    return step.runs


def _asked(step: Step, subplan: Node, rows_of: Callable[[Node], float]) -> float:
    """How often a subquery is asked in one run of its node: once for each row it looks at."""
    node, name = step.node, subplan.subplan
    conditions = f"{node.filter} {node.join_condition}"
    if _names(f"hashed {name}", f"{conditions} {' '.join(node.output)}"):
        return 1.0
    outer = _outer(node)
    looked_at = outer.rows if outer else node.rows
    if _names(name, conditions) and node.node_type == "Seq Scan":
        looked_at = rows_of(node) * step.part
    return max(looked_at, 1.0)


def _names(name: str, text: str) -> bool:
    """Whether a text speaks of `SubPlan 1`, and not of `SubPlan 10`."""
    return re.search(rf"{re.escape(name)}(?!\d)", text) is not None
