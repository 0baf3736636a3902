"""How plans change: as the data grows, and across changes of the tree or the server."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.late import late
from refdb.report.cells import Told
from refdb.report.suites import Suite

with late():
    from refdb import explain
    from refdb.plans import horizon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.explain import Node, Plan
    from refdb.findings import Finding
    from refdb.plans.compare import PlanChange
    from refdb.plans.horizon import Era

_STYLES = {"worse": "bold red", "better": "green", "other": "yellow"}
_BY_INDEX = {"Index Scan": "by", "Index Only Scan": "only by", "Bitmap Index Scan": "bitmap by"}
_WIDTH = 80
_TOLD = ("worse", "better", "new", "gone")
_NOTABLE = 0.01


@dataclass(frozen=True)
class Line:
    """One query's plans as the data grows.

    Attributes:
        name: the contract's.
        eras: its plans, the one at the fewest rows first.
    """

    name: str
    eras: tuple[Era, ...]


@dataclass(frozen=True)
class Horizon(Told):
    """Every query's plans as the data grows.

    Attributes:
        server: what planned, in words.
        least: the fewest rows that were asked about.
        most: the most.
        sizes: at how many sizes.
        lines: one for each query.
    """

    server: str
    least: int
    most: int
    sizes: int
    lines_of: tuple[Line, ...]

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for one in self.lines_of:
            yield one.name, "bold"
            for era in one.eras:
                yield from _era_lines(era)
        changing = sum(len(one.eras) > 1 for one in self.lines_of)
        worse = sum(any(era.verdict == "worse" for era in one.eras) for one in self.lines_of)
        span = f"from {_rows(self.least)} to {_rows(self.most)} rows, at {self.sizes} sizes"
        counts = f"{changing} change, {worse} for the worse"
        yield f"{self.server}: {len(self.lines_of)} plans {span}: {counts}", "bold"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "server": self.server,
            "least": self.least,
            "most": self.most,
            "sizes": self.sizes,
            "contracts": [
                {"name": one.name, "eras": [_era_as_dict(era) for era in one.eras]}
                for one in self.lines_of
            ],
        }


@dataclass(frozen=True)
class Against(Told):
    """Which queries are planned otherwise than before a change.

    Attributes:
        other: what they were compared with.
        servers: what planned before and now, in words.
        size: what they were planned at, in words.
        total: how many there are now.
        changes: what changed, the worst first.
        findings: what is worse.
    """

    other: str
    servers: tuple[str, str]
    size: str
    total: int
    changes: tuple[PlanChange, ...]
    findings: tuple[Finding, ...]

    @property
    def suites(self) -> tuple[Suite, ...]:
        """What is planned worse than before."""
        return (Suite("explain", self.findings, server=self.servers[1]),)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for verdict in _TOLD:
            for one in self.changes:
                if one.verdict == verdict:
                    yield from _change_lines(one)
        others = sum(one.verdict == "other" for one in self.changes)
        if others:
            yield f"{others} more do the same work in another way, at about the same cost", "dim"
        before, now = self.servers
        where = now if before == now else f"{before} and {now}"
        yield f"{where}, {self.size}", "bold"
        changed = f"{len(self.changes)} of {self.total} plans changed"
        yield f"against {self.other}: {changed}, {len(self.findings)} for the worse", "bold"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "against": self.other,
            "servers": list(self.servers),
            "size": self.size,
            "contracts": self.total,
            "changes": [_change_as_dict(one) for one in self.changes],
            "findings": [one.as_dict() for one in self.findings],
        }


def _change_lines(one: PlanChange) -> Iterator[tuple[str, str]]:
    yield from _wrapped(f"{one.verdict:<6} ", one.name, _STYLES.get(one.verdict, ""))
    times = "" if one.ratio is None else _times(one.ratio)
    told = ", ".join(filter(None, (one.why, "" if "as much" in one.why else times)))
    if told:
        yield from _wrapped(" " * 7, told, "")
    for when, plan in (("before", one.before), ("now", one.after)):
        if plan:
            told = f"{reads(plan)}; cost {_cost(plan.root.cost)}"
            yield from _wrapped(f"       {when:<7} ", told, "dim")


def _change_as_dict(one: PlanChange) -> dict[str, Any]:
    sides = {"before": one.before, "now": one.after}
    told = {
        when: {"reads": reads(plan), "cost": plan.root.cost} if plan else None
        for when, plan in sides.items()
    }
    return {
        "name": one.name,
        "verdict": one.verdict,
        "why": one.why,
        "cost_ratio": one.ratio,
        **told,
    }


def _times(ratio: float) -> str:
    return f"{ratio:,.3g} times the cost" if abs(ratio - 1) >= _NOTABLE else "the same cost"


def _era_lines(era: Era) -> Iterator[tuple[str, str]]:
    grows = horizon.grows(era)
    cost = f"cost {_cost(era.first_cost)}"
    if era.last != era.first:
        cost += f" to {_cost(era.cost)}" + (", grows with the rows" if grows else "")
    span = f"{_rows(era.first)} to {_rows(era.last)}" if era.last != era.first else _rows(era.first)
    yield from _wrapped(f"  {span:<14} ", reads(era.plan), _STYLES.get(era.verdict, ""))
    told = f"{era.verdict}{': ' if era.why else ''}{era.why}; " if era.verdict else ""
    yield from _wrapped(" " * 17, f"{told}{cost}", "dim")


def _wrapped(first: str, text: str, style: str) -> Iterator[tuple[str, str]]:
    lines = textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=" " * (len(first) + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from ((line, style) for line in lines)


def _era_as_dict(era: Era) -> dict[str, Any]:
    return {
        "from": era.first,
        "to": era.last,
        "changed_after": era.before,
        "verdict": era.verdict,
        "why": era.why,
        "reads": reads(era.plan),
        "first_cost": era.first_cost,
        "cost": era.cost,
        "growth": horizon.growth(era),
    }


def reads(plan: Plan) -> str:
    """Answers in few words what a plan reads and by what: `all of students; orders by o_idx`.

    Args:
        plan: the plan.
    """
    told = dict.fromkeys(filter(None, map(_read, plan.nodes)))
    return "; ".join(told) or "no table"


def _read(node: Node) -> str:
    if node.node_type == "Seq Scan":
        return f"all of {node.relation}"
    if node.node_type in _BY_INDEX:
        return f"{node.relation} {_BY_INDEX[node.node_type]} {node.index}"
    return "sort" if node.node_type in {"Sort", "Incremental Sort"} else ""


def _rows(rows: int) -> str:
    return explain.how_many(rows).partition(" ")[0]


def _cost(cost: float) -> str:
    return f"{cost:,.0f}" if cost >= 100 else f"{cost:.3g}"  # noqa: PLR2004 - three digits
