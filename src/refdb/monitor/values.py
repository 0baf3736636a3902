"""What a round of measurements is, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Severity(IntEnum):
    """How bad an alert is; the words are those of the configuration."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    IMMEDIATE = 3

    @property
    def word(self) -> str:
        """The severity in lower case."""
        return self.name.lower()

    @property
    def exit_code(self) -> int:
        """What monitoring systems expect: 0 good, 1 warning, 2 whatever is worse."""
        return min(self.value, Severity.CRITICAL)


class Family(NamedTuple):
    """A metric's name and meaning; with `refdb_` before it, Prometheus's.

    Attributes:
        name: with its unit at the end, such as `_seconds`.
        help: one sentence without a full stop.
        label: what the subject of a sample is; empty for a metric with one sample.
    """

    name: str
    help: str
    label: str = ""


class Sample(NamedTuple):
    """One measured value.

    Attributes:
        family: the name of its metric.
        value: in the metric's unit.
        subject: what it is of, such as a query type; empty where there is one only.
        detail: what to know where it is an alert.
    """

    family: str
    value: float
    subject: str = ""
    detail: str = ""


class Alert(NamedTuple):
    """A value that is beyond a limit.

    Attributes:
        name: the alert's name, which has its section in docs/runbook.md.
        subject: what it is of; empty where there is one only.
        severity: the worst limit that is passed.
        value: what was measured.
        limit: the limit that is passed.
        unit: of both.
        detail: what to know.
    """

    name: str
    subject: str
    severity: Severity
    value: float
    limit: float
    unit: str
    detail: str = ""

    @property
    def key(self) -> str:
        """Which alert this is, the same in every round."""
        return f"{self.name}:{self.subject}" if self.subject else self.name


@dataclass(frozen=True)
class Round:
    """All that was measured at one time.

    Attributes:
        target: the target in words.
        at: when, by the clock of this machine.
        samples: the values.
        alerts: those beyond a limit, the worst first.
        skipped: by the name of a metric why it could not be had.
        plans: by the id of a slow statement its text and plan.
        duration_ms: how long asking took, the way to the server and back included.
    """

    target: str
    at: datetime
    samples: tuple[Sample, ...]
    alerts: tuple[Alert, ...]
    skipped: Mapping[str, str]
    plans: Mapping[str, tuple[str, str]]
    duration_ms: float

    @property
    def severity(self) -> Severity:
        """The worst of all alerts."""
        return max((one.severity for one in self.alerts), default=Severity.OK)
