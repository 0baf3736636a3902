"""Measures a target round by round, also where it comes and goes."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from refdb import config, monitor
from refdb.errors import CannotConnectError, StatementFailedError
from refdb.monitor.expose import serving
from refdb.monitor.notify import Notifier
from refdb.project import targets
from refdb.report.monitored import Measured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.config import Monitoring
    from refdb.monitor import Round
    from refdb.project.base import Base

__all__ = ["Measured", "Notifier", "once", "rounds", "serving", "settings"]

# Counters say something when they were looked at twice.
_ONCE_S = 1.0


def settings(project: Base, interval_s: float | None) -> Monitoring:
    """Answers what refdb.toml says of monitoring, and how often to measure.

    Args:
        project: whose configuration.
        interval_s: seconds between two rounds; None for the configuration's.

    Raises:
        BadRequestError: a limit of an alert that there is none of.
    """
    found = project.config.monitor
    monitor.check(found.limits)
    return replace(found, interval_s=found.interval_s if interval_s is None else interval_s)


def once(project: Base, interval_s: float | None) -> Measured:
    """Answers what is measured now; counters are looked at twice.

    Args:
        project: whose target.
        interval_s: seconds between the two looks, 1 without it.

    Raises:
        CannotConnectError: the target does not answer.
    """
    found = settings(project, interval_s)
    with project.connected() as (conn, where):
        watcher = monitor.Watcher(conn, where, found)
        watcher.round()
        time.sleep(_ONCE_S if interval_s is None else interval_s)
        return Measured(watcher.round())


def rounds(project: Base, interval_s: float | None) -> Iterator[Round]:
    """Answers a round every few seconds, without end; a target that is gone is one alert.

    Args:
        project: whose target.
        interval_s: seconds from one round's beginning to the next.
    """
    found = settings(project, interval_s)
    target = config.resolve_target(project.config, project.target, interactive=project.interactive)
    while True:
        try:
            with project.connected() as (conn, where):
                watcher = monitor.Watcher(conn, where, found)
                while True:
                    started = time.monotonic()
                    yield watcher.round()
                    time.sleep(max(0.0, started + found.interval_s - time.monotonic()))
        except (CannotConnectError, StatementFailedError) as error:
            where = targets.in_words(target, target.url)
            yield monitor.out_of_reach(where, error, found)
            time.sleep(found.interval_s)
