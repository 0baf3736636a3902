"""A promise that a plan does not keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refdb.findings import Finding
    from refdb.tree import Clause


@dataclass(frozen=True)
class Breach:
    """A promise that a plan does not keep, or a query without a plan.

    Attributes:
        finding: what is wrong and what to do about it.
        promise: the promise as its file has it, such as `forbid: sort`; empty where the query
            has no plan.
        clause: the clause; None for a promise that is a number, or where there is no plan.
        nodes: where the nodes that break it stand in `Plan.nodes`; for something that is
            missing, those that do its work.
        why: what the planner thought, a sentence each.
    """

    finding: Finding
    promise: str = ""
    clause: Clause | None = None
    nodes: tuple[int, ...] = ()
    why: tuple[str, ...] = ()
