"""Rules over pg_cron's jobs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from refdb import sqltext
from refdb.lint.house.text import CHANGING, Found, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.lint.sources import Source

_SECONDS = re.compile(r"^(\d+) seconds?$", re.IGNORECASE)
_WORDS = frozenset(
    ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly", "@reboot")
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
_LONGEST = 59  # seconds that pg_cron takes
#: Name, first and last value, and words of each field.
_FIELDS: tuple[tuple[str, int, int, list[str]], ...] = (
    ("minute", 0, 59, []),
    ("hour", 0, 23, []),
    ("day", 1, 31, []),
    ("month", 1, 12, _MONTHS),
    ("day of the week", 0, 7, _DAYS),
)


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
    for one in source.statements:
        if "cron" in one.text:
            for node in sqltext.nodes(sqltext.parsed(one.text)):
                if type(node).__name__ == "FuncCall":
                    values = _values(node)
                    if len(values) > 1:
                        name = values[0] if len(values) > 2 else ""  # noqa: PLR2004 - name, when, what
                        when, what = values[1:3] if len(values) > 2 else values  # noqa: PLR2004
                        yield Job(one.line, name, when, what)


def _values(call: Any) -> list[str]:
    name = [part.sval for part in call.funcname]
    if name[-1] not in {"schedule", "schedule_in_database"} or name[:-1] != ["cron"]:
        return []
    found = [getattr(getattr(one, "val", None), "sval", None) for one in (call.args or ())[:3]]
    return [str(one) for one in found if one is not None] if None not in found else []


@holds("schedule-syntax", "a schedule is one that pg_cron takes", ("schedule", *CHANGING))
def schedule_syntax(source: Source) -> Iterator[Found]:
    """Answers schedules that pg_cron refuses, or that mean something else."""
    for job in jobs_of(source):
        wrong = wrong_schedule(job.schedule)
        if wrong:
            yield Found(
                job.line,
                f"{job.schedule!r} is no schedule: {wrong}",
                "Write five fields, such as '*/5 * * * *', or '30 seconds' (1 to 59, pg_cron 1.5).",
                job.name,
            )


def wrong_schedule(schedule: str) -> str:
    """Answers what is wrong with a schedule; empty where pg_cron takes it."""
    text = schedule.strip()
    seconds = _SECONDS.match(text)
    if seconds:
        fits = 1 <= int(seconds[1]) <= _LONGEST
        return "" if fits else f"pg_cron takes 1 to {_LONGEST} seconds"
    if text.startswith("@"):
        return "" if text.lower() in _WORDS else "there is no such word"
    fields = text.split()
    if len(fields) != len(_FIELDS):
        extra = "; there is none for seconds" if len(fields) == len(_FIELDS) + 1 else ""
        return f"it has {len(fields)} fields, not {len(_FIELDS)}{extra}"
    wrong = (_wrong_field(text, *field) for text, field in zip(fields, _FIELDS, strict=True))
    return next(filter(None, wrong), "")


def _wrong_field(text: str, name: str, first: int, last: int, words: list[str]) -> str:
    if name == "day" and text == "$":
        return ""  # the last one of the month
    for part in text.split(","):
        found = re.fullmatch(r"(?:\*|(\w+)(?:-(\w+))?)(?:/(\d+))?", part)
        if not found or found[3] == "0":
            return f"{text!r} is no {name}"
        numbers = [_number(one, words, first) for one in found.groups()[:2] if one]
        if any(not first <= one <= last for one in numbers):
            return f"the {name} {text!r} is not between {first} and {last}"
    return ""


def _number(word: str, words: list[str], first: int) -> int:
    if word.isdigit():
        return int(word)
    folded = word.lower()[:3]
    return words.index(folded) + first if folded in words else -1


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
