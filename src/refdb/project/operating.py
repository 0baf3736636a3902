"""The verbs of a database that works: its jobs and its metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.late import late
from refdb.project.base import Base

with late():
    from refdb.project import monitoring, scheduling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.monitor import Round
    from refdb.report.monitored import Measured
    from refdb.report.schedules import JobRun, Pruned, Schedules


class Operating(Base):
    """Schedules and monitor."""

    def schedules(self) -> Schedules:
        """Answers the jobs of the files beside those of the target, and what became of their runs.

        Raises:
            RefusedError: there is no pg_cron.
        """
        return scheduling.look(self)

    def monitor(self, interval_s: float | None = None) -> Iterator[Round]:
        """Measures the target round by round, without end; only reads there.

        A target that does not answer is a round with that alert, and is tried again.

        Args:
            interval_s: seconds between two rounds; None for the configuration's.

        Raises:
            BadRequestError: refdb.toml has a limit of an alert that there is none of.
        """
        return monitoring.rounds(self, interval_s)

    def measure(self, interval_s: float | None = None) -> Measured:
        """Answers what is measured now; counters are looked at twice. Only reads.

        Args:
            interval_s: seconds between the two looks, 1 without it.

        Raises:
            CannotConnectError: the target does not answer.
        """
        return monitoring.once(self, interval_s)

    def run_schedule(self, name: str) -> JobRun:
        """Runs a job of the target now, as its user in its database, and waits for its end.

        Args:
            name: the job's name.

        Raises:
            RefusedError: there is no such job, or it is at work.
            StatementFailedError: its command failed.
        """
        return scheduling.run(self, name)

    def prune_schedules(self, older: str = "30d") -> Pruned:
        """Deletes old runs of the target's jobs from pg_cron's history, which grows without end.

        Args:
            older: how old, such as 7d.
        """
        return scheduling.prune(self, older)
