"""Promises that are numbers: what a plan may cost, how many rows it may expect, how well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.explain import head, how_many
from refdb.findings import Finding
from refdb.plans.breach import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.explain import Node, Plan
    from refdb.tree import Contract, Limit

# These take all rows of what is below them, whatever is above.
_READ_ALL = frozenset(("Sort", "Hash", "Aggregate", "Bitmap Index Scan", "ModifyTable"))
# The server counts no rows of these.
_UNCOUNTED = frozenset(("BitmapAnd", "BitmapOr", "ModifyTable"))
_STOP_EARLY = frozenset(("Limit", "Merge Join"))
_SHOWN = 3  # nodes that a message tells
_BETTER_ESTIMATES = (
    "`analyze`, a larger statistics target, or `create statistics` on columns that depend on "
    "each other give the planner a better idea."
)


def exceeded(contract: Contract, plan: Plan) -> Iterator[Breach]:
    """Answers the numbers that a plan exceeds. Rows within a factor count where it was run."""
    judges = {"max_cost": _cost, "max_rows": _rows, "rows_within": _estimates}
    for limit in contract.limits:
        told = judges[limit.key](limit, plan)
        if told:
            message, hint, nodes, why = told
            finding = Finding(
                rule=f"contract/{limit.key.replace('_', '-')}",
                object=contract.name,
                message=message,
                file=contract.script.file,
                line=limit.line,
                hint=hint,
            )
            unit = "x" if limit.key == "rows_within" else ""
            promise = f"{limit.key}: {limit.value:,.10g}{unit}"
            yield Breach(finding, promise, None, nodes, why)


_Told = tuple[str, str, tuple[int, ...], tuple[str, ...]]


def _cost(limit: Limit, plan: Plan) -> _Told | None:
    cost = plan.root.cost
    if cost <= limit.value:
        return None
    dearest = max(range(len(plan.nodes)), key=lambda place: own_cost(plan.nodes[place]))
    node = plan.nodes[dearest]
    share = own_cost(node) / cost
    return (
        f"promises {limit}, but the plan costs {number(cost)}",
        "Make the marked step cheaper, or raise max_cost.",
        (dearest,),
        (f"{share * 100:.0f} % of the cost of {number(cost)} is in the {node.text_name.lower()}",),
    )


def own_cost(node: Node) -> float:
    """Answers what a node costs without its children, as far as the plan tells it."""
    return max(0.0, node.cost - sum(child.cost for child in node.children))


def _rows(limit: Limit, plan: Plan) -> _Told | None:
    rows = _top_rows(plan.root)
    if rows <= limit.value:
        return None
    return (
        f"promises {limit}, but the planner expects {how_many(rows)}",
        "Give the query a limit or a narrower condition, or raise max_rows.",
        (0,),
        (f"the planner expects {how_many(rows)} at the top",),
    )


def _top_rows(node: Node) -> float:
    """A change that returns nothing gives no rows: what counts is how many it changes."""
    below = [one for one in node.children if one.relationship in {"Outer", "Member", ""}]
    if node.node_type == "ModifyTable" and not node.rows:
        return sum(map(_top_rows, below))
    return node.rows


def _estimates(limit: Limit, plan: Plan) -> _Told | None:
    wrong = tuple(misjudged(plan, limit.value))
    if not wrong:
        return None
    told = [f"{head(plan.nodes[place])}: {_compared(plan.nodes[place])}" for place in wrong]
    first = plan.nodes[wrong[0]]
    return (
        f"promises {limit}, but of `{head(first)}` {_compared(first)}",
        _BETTER_ESTIMATES,
        wrong,
        tuple(told[:_SHOWN]),
    )


def _compared(node: Node) -> str:
    actual = node.actual.rows if node.actual else 0.0
    each = " in each round" if node.actual and node.actual.loops > 1 else ""
    factor = ratio(node.rows, actual)
    return f"{how_many(node.rows)} expected, {how_many(actual)} came{each} ({factor:,.3g} times)"


def misjudged(plan: Plan, factor: float) -> Iterator[int]:
    """Answers where the nodes stand whose real rows are not within a factor of what was expected.

    A node that may have been stopped before its last row counts only where it gave too many.

    Args:
        plan: a plan that was run.
        factor: how many times more or fewer rows are within it.
    """
    stopped = tuple(_may_stop(plan.root, may_stop=False))
    for place, (node, may_stop) in enumerate(zip(plan.nodes, stopped, strict=True)):
        actual = node.actual
        if actual is None or not actual.loops or node.node_type in _UNCOUNTED:
            continue
        is_short = may_stop and actual.rows <= node.rows
        if not is_short and ratio(node.rows, actual.rows) > factor:
            yield place


def ratio(expected: float, actual: float) -> float:
    """Answers how many times one is the other; below one row the server guesses one."""
    more, fewer = max(expected, actual, 1.0), max(min(expected, actual), 1.0)
    return more / fewer


def _may_stop(node: Node, *, may_stop: bool) -> Iterator[bool]:
    yield may_stop
    reads_all = node.node_type in _READ_ALL and node.strategy != "Sorted"
    stops = node.node_type in _STOP_EARLY or (may_stop and not reads_all)
    for child in node.children:
        is_probe = child.relationship in {"SubPlan", "InitPlan"} or (
            child.relationship == "Inner" and node.join_type in {"Semi", "Anti"}
        )
        yield from _may_stop(child, may_stop=stops or is_probe)


def number(cost: float) -> str:
    """Answers a cost with as many digits as matter."""
    return f"{cost:,.2f}" if cost < 100 else f"{cost:,.0f}"  # noqa: PLR2004 - cents matter below
