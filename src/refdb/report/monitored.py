"""A round of measurements: its words for people, and its JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.monitor.metrics import RULES
from refdb.monitor.notify import alert_as_dict
from refdb.report.cells import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.monitor import Alert, Change, Round, Sample

STYLES = {"ok": "green", "warning": "yellow", "critical": "red", "immediate": "bold red"}


@dataclass(frozen=True)
class Measured(Told):
    """One round, as `refdb monitor --once` answers it.

    Attributes:
        round: what was measured.
    """

    round: Round

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for name, values in shown(self.round):
            yield f"{name:<30}  {values}", ""
        for name, why in self.round.skipped.items():
            yield f"{name:<30}  not to be had: {why}", "dim"
        yield from self.wrong()
        yield summary(self.round), "bold"

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Answers the alerts, each with what is known of it."""
        for one in self.round.alerts:
            yield alert_line(one), STYLES[one.severity.word]
            for line in _plan(self.round, one):
                yield f"    {line}", ""

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        one = self.round
        return {
            "target": one.target,
            "at": one.at,
            "state": one.severity.word,
            "duration_ms": round(one.duration_ms, 3),
            "alerts": [alert_as_dict(alert) for alert in one.alerts],
            "metrics": [_sample(sample) for sample in one.samples],
            "skipped": dict(one.skipped),
            "plans": {key: {"statement": q, "plan": p} for key, (q, p) in one.plans.items()},
        }


def _sample(sample: Sample) -> dict[str, Any]:
    return {"name": sample.family, "subject": sample.subject, "value": float(sample.value)}


def _plan(measured: Round, alert: Alert) -> Iterator[str]:
    query, plan = measured.plans.get(alert.subject, ("", ""))
    yield from " ".join(query.split()).splitlines()
    yield from plan.splitlines()


def shown(measured: Round) -> Iterator[tuple[str, str]]:
    """Answers each metric's name and its values in one line.

    Args:
        measured: the round.
    """
    by_family: dict[str, list[Sample]] = {}
    for sample in measured.samples:
        by_family.setdefault(sample.family, []).append(sample)
    for name, samples in by_family.items():
        yield name, ", ".join(map(_value, samples))


def _value(sample: Sample) -> str:
    said = number(float(sample.value))
    return f"{sample.subject} {said}" if sample.subject else said


def number(value: float) -> str:
    """Answers a number with three digits that say something: 12345678 as 12.3M."""
    for size, mark in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if mark == 'k' else size):.3g}{mark}"
    return f"{value:.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004


def alert_line(alert: Alert) -> str:
    """Answers an alert in one line."""
    sign = "below" if _is_below(alert) else "above"
    unit = f" {alert.unit}" if alert.unit else ""
    limit = f"{number(alert.value)}{unit}, {sign} {number(alert.limit)}"
    detail = f" ({alert.detail})" if alert.detail else ""
    return f"{alert.severity.word:<9} {alert.key}: {limit}{detail}"


def _is_below(alert: Alert) -> bool:
    return any(rule.alert == alert.name and rule.is_below for rule in RULES)


def change_line(change: Change) -> str:
    """Answers in one line that an alert came, changed or went."""
    if change.state == "recovered":
        return f"recovered {change.alert.key}"
    return alert_line(change.alert)


def summary(measured: Round) -> str:
    """Answers the round in one line."""
    count = len(measured.alerts)
    said = f"{count} alert{'' if count == 1 else 's'}" if count else "no alert"
    took = f"asked in {measured.duration_ms:.0f} ms"
    return f"{measured.target}: {measured.severity.word}, {said}, {took}"
