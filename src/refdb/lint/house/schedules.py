"""Rules over pg_cron's jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from refdb import sqltext
from refdb.cron import cron_problems
from refdb.lint.house.text import CHANGING, Found, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.lint.sources import Source


class Job(NamedTuple):
    """A call of cron.schedule whose arguments are written out.

    Attributes:
        line: the call's line.
        name: the job's name; empty where none is given.
        schedule: when it runs.
        command: what it runs.
    """

    line: int
    name: str
    schedule: str
    command: str


def jobs_of(source: Source) -> Iterator[Job]:
    """Answers the jobs that a file schedules."""
    for one in sqltext.job_calls(source.statements):
        if one.name is not None and one.schedule is not None and one.command is not None:
            yield Job(one.line, one.name, one.schedule, one.command)


@holds("schedule-syntax", "a schedule is one that pg_cron takes", ("schedule", *CHANGING))
def schedule_syntax(source: Source) -> Iterator[Found]:
    """Answers schedules that pg_cron refuses, or that mean something else."""
    for job in jobs_of(source):
        for one in cron_problems(job.schedule):
            yield Found(job.line, f"{job.schedule!r}: {one.message}", one.hint, job.name)


@holds("schedule-header", "a schedule's header says when it runs", ("schedule",))
def schedule_header(source: Source) -> Iterator[Found]:
    """Answers a header that says another time than the call."""
    said = source.header.get("schedule")
    for job in jobs_of(source):
        if said and said != job.schedule:
            yield Found(
                source.header.line("schedule"),
                f"the header says {said!r}, and the job runs at {job.schedule!r}",
                f"Write `-- schedule: {job.schedule}`.",
            )


@holds("schedule-command", "a job's command is SQL", ("schedule", *CHANGING))
def schedule_command(source: Source) -> Iterator[Found]:
    """Answers commands that Postgres cannot read."""
    import pglast  # noqa: PLC0415 - 50 ms, see sqltext

    for job in jobs_of(source):
        try:
            pglast.parse_sql(job.command)
        except pglast.parser.ParseError as error:
            yield Found(
                job.line,
                f"the job's command cannot be read: {error.args[0]}",
                "Correct it: it would fail when it runs, and nobody sees that.",
                job.name,
            )


RULES = (schedule_syntax, schedule_header, schedule_command)
