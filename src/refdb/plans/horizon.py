"""Where does a query's plan change as the data grows, and into what? Pure.

A plan is asked for at every power of ten of the rows; where it is another one than before, between
the two, until the place is known as well as people need it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from refdb.explain import shape
from refdb.plans.compare import judged_by_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from refdb.explain import Plan

#: Rows at which every plan is asked for first.
SIZES: Final = tuple(10**power for power in range(3, 10))
# Between two sizes that differ by less than this nobody needs to know where a plan changes.
_NEAR_ENOUGH = 1.6
# A plan whose cost grows with less than this power of the rows does not grow with the table.
_LINEAR = 0.9


@dataclass(frozen=True)
class Era:
    """Sizes at which a query has the same plan.

    Attributes:
        first: the least rows at which the plan was seen.
        last: the most.
        plan: the plan, as it is at `last`.
        first_cost: the planner's cost at `first`.
        before: the most rows at which another plan was seen below `first`; None for the first era.
        verdict: what it is against the one before: `better`, `worse` or `other`; empty for the
            first era.
        why: what makes it so.
    """

    first: int
    last: int
    plan: Plan
    first_cost: float
    before: int | None = None
    verdict: str = ""
    why: str = ""

    @property
    def cost(self) -> float:
        """The planner's cost at `last`."""
        return self.plan.root.cost


def eras(plans: Mapping[int, Plan]) -> tuple[Era, ...]:
    """Answers the plans of one query in the order in which they come as the data grows.

    Args:
        plans: by rows the plan there.
    """
    found: list[Era] = []
    for rows in sorted(plans):
        plan = plans[rows]
        before = found[-1] if found else None
        if before is None:
            found.append(Era(rows, rows, plan, plan.root.cost))
        elif shape(before.plan) == shape(plan):
            found[-1] = replace(before, last=rows, plan=plan)
        else:
            verdict, why = judged_by_work(before.plan, plan)
            found.append(Era(rows, rows, plan, plan.root.cost, before.last, verdict, why))
    return tuple(found)


def next_sizes(plans: Iterable[Mapping[int, Plan]], most: int) -> tuple[int, ...]:
    """Answers the sizes to ask at next, so that it is known better where plans change.

    Args:
        plans: for each query by rows the plan there.
        most: how many sizes at most, the widest gaps first.
    """
    gaps = {gap for each in plans for gap in _gaps(each)}
    widest = sorted(gaps, key=lambda gap: (gap[0] / gap[1], gap))
    return tuple(sorted({round_size(math.sqrt(low * high)) for low, high in widest[:most]}))


def _gaps(plans: Mapping[int, Plan]) -> Iterator[tuple[int, int]]:
    for era in eras(plans):
        if era.before is not None and era.first / era.before > _NEAR_ENOUGH:
            yield era.before, era.first


def round_size(rows: float) -> int:
    """Answers a size near another that people can read: two digits and zeros."""
    step = int(10 ** max(0, math.floor(math.log10(rows)) - 1))
    return round(rows / step) * step


def growth(era: Era) -> float | None:
    """Answers the power of the rows with which a plan's cost grows; None at one size only.

    0 is a plan that costs the same at any size, 1 one that costs ten times as much at ten times
    the rows.

    Args:
        era: the era.
    """
    if era.first == era.last or era.first_cost <= 0:
        return None
    return math.log(era.cost / era.first_cost) / math.log(era.last / era.first)


def grows(era: Era) -> bool:
    """Answers whether a plan's cost grows as the table does, or faster."""
    power = growth(era)
    return power is not None and power >= _LINEAR
