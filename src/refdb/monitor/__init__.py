"""What a target does, measured round by round against limits."""

from refdb.monitor.judge import Change, alerts_of, changes_of
from refdb.monitor.limits import ALERTS, TARGETS, check
from refdb.monitor.metrics import FAMILIES, RULES
from refdb.monitor.values import Alert, Family, Round, Sample, Severity
from refdb.monitor.watch import Watcher, out_of_reach

__all__ = [
    "ALERTS",
    "FAMILIES",
    "RULES",
    "TARGETS",
    "Alert",
    "Change",
    "Family",
    "Round",
    "Sample",
    "Severity",
    "Watcher",
    "alerts_of",
    "changes_of",
    "check",
    "out_of_reach",
]
