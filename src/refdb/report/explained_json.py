"""Verdicts and plans as JSON-ready values; docs/contracts.md describes them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.explain import Actual, Node, Plan
    from refdb.plans import Verdict


def verdict_as_dict(verdict: Verdict) -> dict[str, Any]:
    """Answers a verdict with its plan and what it breaks."""
    size = verdict.size
    return {
        "name": verdict.contract.name,
        "file": verdict.contract.script.file,
        "kept": verdict.kept,
        "rows": size.rows or None,
        "statistics": size.statistics or None,
        "target": size.target or None,
        "kind": verdict.kind,
        "promises": list(verdict.contract.promises),
        "plan": plan_as_dict(verdict.plan) if verdict.plan else None,
        "planning_ms": verdict.plan.planning_ms if verdict.plan else None,
        "execution_ms": verdict.plan.execution_ms if verdict.plan else None,
        "findings": [
            one.finding.as_dict()
            | {"promise": one.promise or None, "nodes": list(one.nodes), "why": list(one.why)}
            for one in verdict.breaches
        ],
        "notes": list(verdict.notes),
    }


def plan_as_dict(plan: Plan) -> dict[str, Any]:
    """Answers a plan as a tree of nodes."""
    return _node(plan.root, itertools.count())


def _node(node: Node, numbers: Iterator[int]) -> dict[str, Any]:
    return {
        "number": next(numbers),
        "type": node.node_type,
        "relation": node.relation or None,
        "index": node.index or None,
        "index_condition": node.index_condition or None,
        "join_condition": node.join_condition or None,
        "filter": node.filter or None,
        "sort_keys": list(node.sort_keys),
        "rows": node.rows,
        "width": node.width,
        "startup_cost": node.startup_cost,
        "cost": node.cost,
        "actual": _actual(node.actual) if node.actual else None,
        "children": [_node(child, numbers) for child in node.children],
    }


def _actual(actual: Actual) -> dict[str, Any]:
    return {
        "rows": actual.rows,
        "loops": actual.loops,
        "time_ms": actual.time_ms,
        "removed": actual.removed,
        "pages_hit": actual.hit,
        "pages_read": actual.read,
        "pages_spilled": actual.spilled,
    }
