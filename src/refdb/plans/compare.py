"""Is one plan of a query better than another? Decided from values; asks no server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.explain import shape
from refdb.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from refdb.explain import Node, Plan

_WHOLE_READS = frozenset(("Seq Scan",))
_SORTS = frozenset(("Sort", "Incremental Sort"))
#: A plan of the same shape whose cost is more than this many times the other's is another plan.
NOTABLE = 1.5
# One that does more work is worse from this many times the other's cost on.
_DEARER = 1.1


@dataclass(frozen=True)
class PlanChange:
    """A query that is planned otherwise than before.

    Attributes:
        name: the contract, or the object and line of a statement.
        before: its plan before; None for a query that is new.
        after: its plan now; None for one that is gone.
        verdict: `worse`, `better`, `other`, `new` or `gone`.
        why: what makes it so.
    """

    name: str
    before: Plan | None
    after: Plan | None
    verdict: str
    why: str = ""

    @property
    def ratio(self) -> float | None:
        """Answers the cost now over the cost before; None where one of them is not there."""
        if self.before is None or self.after is None:
            return None
        return ratio(self.before, self.after)


def ratio(before: Plan, after: Plan) -> float:
    """Answers how many times as much a plan costs as another one.

    Args:
        before: the other one.
        after: the plan.
    """
    return max(after.root.cost, 0.01) / max(before.root.cost, 0.01)


def changes(before: Mapping[str, Plan], after: Mapping[str, Plan]) -> tuple[PlanChange, ...]:
    """Answers the queries that are planned otherwise, the worst first.

    Args:
        before: plans by name, before a change of the tree, the target or the server.
        after: the same after it.
    """
    found = [
        PlanChange(name, plan, after[name], *judged(plan, after[name]))
        for name, plan in before.items()
        if name in after and _differ(plan, after[name])
    ]
    found += [
        PlanChange(name, one, None, "gone") for name, one in before.items() if name not in after
    ]
    found += [
        PlanChange(name, None, one, "new") for name, one in after.items() if name not in before
    ]
    return tuple(sorted(found, key=lambda one: (-(one.ratio or 0.0), one.name)))


def _differ(before: Plan, after: Plan) -> bool:
    times = ratio(before, after)
    return shape(before) != shape(after) or not 1 / NOTABLE <= times <= NOTABLE


def judged(before: Plan, after: Plan) -> tuple[str, str]:
    """Answers whether a plan is `worse`, `better` or just `other` at the same size, and why.

    More work is worse only where it costs more: a later server sorts for some aggregates what it
    then need not sort in them, and a table of a page is best read whole.

    Args:
        before: the plan before.
        after: the plan now.
    """
    verdict, why = judged_by_work(before, after)
    times = ratio(before, after)
    is_so = times > _DEARER if verdict == "worse" else times < 1.0
    return (verdict, why) if why and is_so else _by_cost(times)


def judged_by_work(before: Plan, after: Plan) -> tuple[str, str]:
    """Answers the same from what the plans do, whatever they cost: at another size costs differ.

    A plan is worse where it reads a table whole which the one before did not, or sorts more.

    Args:
        before: the plan before.
        after: the plan now.
    """
    new, old = _reads(after.nodes), _reads(before.nodes)
    if new - old:
        return "worse", f"reads all of {', '.join(sorted(new - old))}"
    if old - new:
        return "better", f"no longer reads all of {', '.join(sorted(old - new))}"
    sorts = _sorts(after.nodes) - _sorts(before.nodes)
    if sorts:
        return ("worse", "sorts, which it did not") if sorts > 0 else ("better", "no longer sorts")
    return "other", ""


def _by_cost(times: float) -> tuple[str, str]:
    if times > NOTABLE:
        return "worse", f"costs {times:,.3g} times as much"
    if times < 1 / NOTABLE:
        return "better", f"costs {times:.2g} of what it did"
    return "other", ""


def _reads(nodes: Iterable[Node]) -> frozenset[str]:
    return frozenset(node.relation for node in nodes if node.node_type in _WHOLE_READS)


def _sorts(nodes: Iterable[Node]) -> int:
    return sum(node.node_type in _SORTS for node in nodes)


def worsened(changed: Iterable[PlanChange], files: Mapping[str, tuple[str, int]]) -> list[Finding]:
    """Answers a finding for each query that is planned worse than before.

    Args:
        changed: what changed.
        files: by name the file and line of each query.
    """
    found = []
    for one in changed:
        if one.verdict == "worse":
            file, line = files.get(one.name, ("", 0))
            found.append(
                Finding(
                    rule="plan/worse",
                    object=one.name,
                    message=f"is planned worse than before: {one.why}",
                    file=file,
                    line=line,
                    hint="`refdb explain` shows the plan; is an index gone, or a predicate new?",
                )
            )
    return found
