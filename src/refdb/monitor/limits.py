"""From where on a value is an alert. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, did_you_mean
from refdb.monitor.metrics import RULES
from refdb.monitor.values import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refdb.monitor.metric import Rule

#: Milliseconds in which each type of query is promised to be answered.
TARGETS: Mapping[str, float] = {
    "student_profile": 2000,
    "dashboard": 3000,
    "point_calculation": 50,
    "leaderboard_update": 100,
    "bulk_operation": 500,
    "campaign_processing": 200,
}
#: From which part of a target on there is a warning.
WARNING_PART = 0.8
_LEVELS = (Severity.IMMEDIATE, Severity.CRITICAL, Severity.WARNING)
#: The names of all alerts, in the order in which they are shown.
ALERTS = tuple(rule.alert for rule in RULES)


def check(given: Mapping[str, Mapping[str, float | None]]) -> None:
    """Raises BadRequestError for a limit of an alert that there is none of.

    Args:
        given: the limits of refdb.toml.
    """
    for level, limits in given.items():
        for name in limits if level != "targets" else ():
            if name not in ALERTS:
                hint = did_you_mean(name, ALERTS)
                raise BadRequestError(f"monitor.{level}: there is no alert {name}", hint=hint)


def limits_of(
    rule: Rule, subject: str, given: Mapping[str, Mapping[str, float | None]]
) -> Iterator[tuple[Severity, float]]:
    """Answers the limits of an alert, the worst first.

    Args:
        rule: the alert's own limits.
        subject: what it is of.
        given: those of refdb.toml, which win.
    """
    for level in _LEVELS:
        own = getattr(rule, level.word)
        if rule.is_target:
            own = _of_target(level, {**TARGETS, **given.get("targets", {})}.get(subject))
        limit = given.get(level.word, {}).get(rule.alert, own)
        if limit is not None:
            yield level, limit


def _of_target(level: Severity, target: float | None) -> float | None:
    if target is None or level is Severity.IMMEDIATE:
        return None
    return target * WARNING_PART if level is Severity.WARNING else target
