"""Jobs and their runs as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from refdb.findings import Finding
    from refdb.tree.schedules import FileJob


class Facts(NamedTuple):
    """What holds for all jobs of a server.

    Attributes:
        now: the server's clock.
        zone: the time zone in which pg_cron reads schedules.
        version: pg_cron's, None for refdb's stand-in, which runs nothing.
        sees_all: whether other users' jobs can be seen.
        user: who looks.
    """

    now: datetime
    zone: str
    version: str | None
    sees_all: bool
    user: str


class LiveJob(NamedTuple):
    """A job in cron.job.

    Attributes:
        id: its number.
        name: empty for one without.
        schedule: when it runs.
        command: what it runs.
        database: where.
        user: as whom.
        is_active: whether it runs at all.
        known_since: a time at which it was there, None where nothing says so.
    """

    id: int
    name: str
    schedule: str
    command: str
    database: str
    user: str
    is_active: bool
    known_since: datetime | None = None


class Run(NamedTuple):
    """A run in cron.job_run_details.

    Attributes:
        job: the job's number.
        status: `succeeded`, `failed`, or how far it is.
        message: what the server said.
        started_at: None for one that could not start.
        ended_at: None where it has not ended, or nobody noted it.
        is_at_work: whether its server process is there.
        total: how many runs of this job are noted.
    """

    job: int
    status: str
    message: str
    started_at: datetime | None
    ended_at: datetime | None
    is_at_work: bool = False
    total: int = 0


@dataclass(frozen=True)
class History:
    """What became of a job's runs.

    Attributes:
        total: how many are noted.
        looked_at: how many of them, the latest, the other numbers are of.
        failed: how many failed.
        overlaps: how many still worked when the next one was due, so that it began late.
        typical_ms: the median of their durations; None where none has ended.
        longest_ms: the longest duration.
        last: the latest run.
    """

    total: int = 0
    looked_at: int = 0
    failed: int = 0
    overlaps: int = 0
    typical_ms: float | None = None
    longest_ms: float | None = None
    last: Run | None = None


@dataclass(frozen=True)
class JobState:
    """One job: as its file says it, as the target has it, and how it fares.

    Attributes:
        name: its name, or schedule and command where it has none.
        state: `scheduled`, `missing`, `changed`, `extra` or `inactive`.
        file: the job in the files, None where there is none.
        live: the job on the target, None where there is none.
        changed: what differs, such as `schedule: 0 3 * * *, on the target 0 4 * * *`.
        next: when it is due next, in pg_cron's zone; empty where it does not run.
        history: what became of its runs.
        findings: what is wrong with it.
    """

    name: str
    state: str
    file: FileJob | None
    live: LiveJob | None
    changed: tuple[str, ...] = ()
    next: tuple[datetime, ...] = ()
    history: History = History()
    findings: tuple[Finding, ...] = ()
