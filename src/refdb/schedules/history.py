"""What became of a job's runs. Pure."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from refdb.cron import next_runs, read_schedule
from refdb.cron.schedule import NotReadableError
from refdb.findings import Finding, Level
from refdb.schedules.values import History

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from refdb.cron import Schedule
    from refdb.schedules.values import LiveJob, Run

# pg_cron begins a run within seconds; a busy server may take its time.
_GRACE = timedelta(minutes=2)
# Of those that were looked at; one late run in a hundred is no news.
_OVERLAPS_OF_A_RUN = 0.05


def history_of(live: LiveJob | None, runs: Sequence[Run], zone: tzinfo) -> History:
    """Answers what became of runs.

    Args:
        live: the job.
        runs: its latest runs, the newest first.
        zone: the zone of its schedule.
    """
    if not live or not runs:
        return History()
    durations = [
        (one.ended_at - one.started_at).total_seconds() * 1000
        for one in runs
        if one.started_at and one.ended_at
    ]
    return History(
        total=runs[0].total,
        looked_at=len(runs),
        failed=sum(one.status == "failed" for one in runs),
        overlaps=sum(_overlaps(one, _schedule(live), zone) for one in runs),
        typical_ms=median(durations) if durations else None,
        longest_ms=max(durations, default=None),
        last=runs[0],
    )


def _schedule(live: LiveJob) -> Schedule | None:
    try:
        return read_schedule(live.schedule)
    except NotReadableError:
        return None


def _overlaps(run: Run, schedule: Schedule | None, zone: tzinfo) -> bool:
    """Whether the next run was due before this one had ended. A minute is the least step."""
    if not schedule or not run.started_at or not run.ended_at:
        return False
    if not schedule.every_s and run.ended_at - run.started_at < timedelta(seconds=1):
        return False
    due = next_runs(schedule, run.started_at, zone)
    return bool(due) and due[0] < run.ended_at


def findings_of(
    name: str, live: LiveJob, runs: Sequence[Run], now: datetime, zone: tzinfo
) -> Iterator[Finding]:
    """Answers what is wrong with the runs of a job that is to run.

    Args:
        name: the job in words.
        live: the job.
        runs: its latest runs, the newest first.
        now: the server's clock.
        zone: the zone of its schedule.
    """
    last = next((one for one in runs if not one.is_at_work), None)
    if last and last.status == "failed":
        message = f"the last run failed: {last.message.strip() or 'without a word'}"
        yield Finding(
            "schedules/failed", name, message, hint=f"`refdb schedules run {name}` runs it now."
        )
    history = history_of(live, runs, zone)
    if history.overlaps > history.looked_at * _OVERLAPS_OF_A_RUN:
        message = (
            f"{history.overlaps} of {history.looked_at} runs still worked when the next was due"
        )
        hint = "Have it run less often, or do less at a time."
        yield Finding("schedules/overlap", name, message, Level.WARNING, hint=hint)
    yield from _overdue(name, live, runs, now, zone)


def _overdue(
    name: str, live: LiveJob, runs: Sequence[Run], now: datetime, zone: tzinfo
) -> Iterator[Finding]:
    started = next((one.started_at for one in runs if one.started_at), None)
    since, schedule = started or live.known_since, _schedule(live)
    if not since or not schedule or any(one.is_at_work for one in runs):
        return
    due = next_runs(schedule, since, zone)
    if not due or due[0] + _GRACE >= now:
        return
    never = started is None
    message = f"was due at {due[0]:%Y-%m-%d %H:%M %Z} and has {'never run' if never else 'not run'}"
    hint = "Does pg_cron run? See the server's log for its launcher, and cron.max_running_jobs."
    rule = "schedules/never-ran" if never else "schedules/overdue"
    # Not an error: one that was switched on again lately looks the same.
    yield Finding(rule, name, message, Level.WARNING, hint=hint)
