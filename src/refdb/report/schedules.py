"""The jobs of a target beside those of the files: values, and their words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.report.cells import Told
from refdb.report.durations import seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from refdb.findings import Finding
    from refdb.schedules import Facts, JobState, Performed, Run

_STYLES = {"scheduled": "green", "extra": "yellow"}


@dataclass(frozen=True)
class Schedules(Told):
    """The jobs of a target beside those of the files.

    Attributes:
        target: the target in words, without a password.
        place: the database that pg_cron lives in.
        facts: what holds for all jobs.
        jobs: each job, by name.
        ignored: by the key of a finding the reason why it is left alone.
    """

    target: str
    place: str
    facts: Facts
    jobs: tuple[JobState, ...]
    ignored: dict[str, str]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is not ignored."""
        found = (one for job in self.jobs for one in job.findings)
        return tuple(one for one in found if one.key not in self.ignored)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for job in self.jobs:
            yield from self._job(job)
        count = len(self.findings)
        said = f"{count} finding{'' if count == 1 else 's'}" if count else "nothing is wrong"
        kind = f"pg_cron {self.facts.version}" if self.facts.version else "pg_cron's stand-in"
        where = f"{kind} in {self.place}, time zone {self.facts.zone}"
        yield f"{self.target}: {len(self.jobs)} jobs, {said} ({where})", "bold"

    def _job(self, job: JobState) -> Iterator[tuple[str, str]]:
        call = job.live or (job.file.call if job.file else None)
        yield f"{job.state:<9} {job.name}  {call.schedule if call else ''}", _style(job)
        if job.next:
            yield f"          next  {_times(job.next)}", ""
        if job.live:
            yield f"          runs  {_history(job)}", ""
        for finding in job.findings:
            reason = self.ignored.get(finding.key)
            message = f"          {finding.message}"
            yield (f"{message} (ignored: {reason})", "dim") if reason else (message, "yellow")

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Answers the findings."""
        for one in self.findings:
            yield f"{one.object}: {one.message}", "red"

    @property
    def hints(self) -> Sequence[str]:
        """What to type next, once each."""
        return tuple(dict.fromkeys(one.hint for one in self.findings if one.hint))

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "target": self.target,
            "pg_cron": {
                "database": self.place,
                "version": self.facts.version,
                "timezone": self.facts.zone,
                "now": self.facts.now,
            },
            "jobs": [_as_dict(one) for one in self.jobs],
            "findings": [one.as_dict() for one in self.findings],
        }


@dataclass(frozen=True)
class JobRun(Told):
    """A job that was run now.

    Attributes:
        target: the target in words.
        done: what came of it.
    """

    target: str
    done: Performed

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for said in self.done.said:
            yield f"  {said}", ""
        job = self.done.job
        took = seconds(self.done.duration_ms)
        yield f"{self.target}: {job.name} succeeded as {job.user} in {took}", "bold green"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "target": self.target,
            "job": self.done.job._asdict(),
            "duration_ms": round(self.done.duration_ms, 3),
            "said": list(self.done.said),
        }


@dataclass(frozen=True)
class Pruned(Told):
    """Old runs that were taken away.

    Attributes:
        target: the target in words.
        older: how old they were, as it was asked for.
        runs: how many.
    """

    target: str
    older: str
    runs: int

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        noun = "run" if self.runs == 1 else "runs"
        yield f"{self.target}: {self.runs} {noun} older than {self.older} deleted", "bold"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {"target": self.target, "older": self.older, "runs": self.runs}


def _style(job: JobState) -> str:
    return _STYLES.get(job.state, "red") if not job.findings else "yellow"


def _times(times: Sequence[datetime]) -> str:
    """The runs in pg_cron's zone, and behind it those of this machine's where it is another."""
    local = [one.astimezone() for one in times]
    shown = _list(times)
    return shown if local[0].utcoffset() == times[0].utcoffset() else f"{shown} = {_list(local)}"


def _list(times: Sequence[datetime]) -> str:
    """Each with its day where that is not the one before's."""
    shown, day = [], ""
    for one in times:
        today = f"{one:%a %d %b}"
        clock = f"{one:%H:%M:%S}" if one.second else f"{one:%H:%M}"
        shown.append(clock if today == day else f"{today} {clock}")
        day = today
    return f"{', '.join(shown)} {times[0]:%Z}"


def _history(job: JobState) -> str:
    history = job.history
    if not history.last:
        return "never"
    parts = [f"{history.total}, {history.failed} failed"]
    if history.looked_at < history.total:
        parts = [f"{history.total}, of the last {history.looked_at} {history.failed} failed"]
    if history.typical_ms is not None and history.longest_ms is not None:
        parts.append(
            f"{seconds(history.typical_ms)} as a rule, {seconds(history.longest_ms)} at most"
        )
    if history.overlaps:
        parts.append(f"{history.overlaps} ran into the next")
    return f"{'; '.join(parts)}; last {_last(history.last)}"


def _last(run: Run) -> str:
    when = f"{run.started_at.astimezone():%Y-%m-%d %H:%M:%S}" if run.started_at else "not begun"
    status = "at work" if run.is_at_work else run.status
    return f"{when} {status}"


def _as_dict(job: JobState) -> dict[str, Any]:
    last = job.history.last
    return {
        "name": job.name,
        "state": job.state,
        "file": job.file.file if job.file else None,
        "wanted": _call(job),
        "live": job.live._asdict() if job.live else None,
        "changed": list(job.changed),
        "next": [{"job": one, "local": one.astimezone()} for one in job.next],
        "runs": {
            "total": job.history.total,
            "looked_at": job.history.looked_at,
            "failed": job.history.failed,
            "overlaps": job.history.overlaps,
            "typical_ms": job.history.typical_ms,
            "longest_ms": job.history.longest_ms,
            "last": last._asdict() if last else None,
        },
    }


def _call(job: JobState) -> dict[str, Any] | None:
    if not job.file:
        return None
    call = job.file.call
    return {"schedule": call.schedule, "command": call.command, "active": call.active}
