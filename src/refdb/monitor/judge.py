"""Samples in, alerts out; and what is new since the round before. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from refdb.monitor.limits import limits_of
from refdb.monitor.metrics import RULES
from refdb.monitor.values import Alert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from refdb.monitor.metric import Rule
    from refdb.monitor.values import Sample


class Change(NamedTuple):
    """An alert that came, grew better or worse, or went.

    Attributes:
        state: `raised`, `changed` or `recovered`.
        alert: as it is now; as it was, where it went.
        before: as it was; None where it came.
    """

    state: str
    alert: Alert
    before: Alert | None = None


def alerts_of(
    samples: Iterable[Sample], given: Mapping[str, Mapping[str, float | None]]
) -> tuple[Alert, ...]:
    """Answers the alerts of samples, the worst first.

    Args:
        samples: what was measured.
        given: the limits of refdb.toml, which win over the alerts' own.
    """
    rules: dict[str, list[Rule]] = {}
    for rule in RULES:
        rules.setdefault(rule.family, []).append(rule)
    found = [
        alert
        for sample in samples
        for rule in rules.get(sample.family, ())
        for alert in _alert(sample, rule, given)
    ]
    return tuple(sorted(found, key=lambda one: (-one.severity, one.name, one.subject)))


def _alert(
    sample: Sample, rule: Rule, given: Mapping[str, Mapping[str, float | None]]
) -> Iterator[Alert]:
    value = float(sample.value)
    for severity, limit in limits_of(rule, sample.subject, given):
        if value < limit if rule.is_below else value > limit:
            yield Alert(
                rule.alert, sample.subject, severity, value, limit, rule.unit, sample.detail
            )
            return


def changes_of(before: Sequence[Alert], now: Sequence[Alert]) -> tuple[Change, ...]:
    """Answers what has changed from one round to the next: alerts and their severity.

    Args:
        before: the alerts of the one.
        now: the alerts of the other.
    """
    old, new = ({one.key: one for one in alerts} for alerts in (before, now))
    came = [Change("raised", one) for key, one in new.items() if key not in old]
    moved = [
        Change("changed", one, old[key])
        for key, one in new.items()
        if key in old and old[key].severity is not one.severity
    ]
    went = [Change("recovered", one, one) for key, one in old.items() if key not in new]
    return (*came, *moved, *went)
