"""What is wrong with a schedule, or hardly meant so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from refdb.cron.runs import next_runs
from refdb.cron.schedule import FIELDS, NotReadableError, Schedule, read_schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOURS_OR_MINUTES = {"minute": 60, "hour": 24}


class Problem(NamedTuple):
    """One thing about a schedule.

    Attributes:
        message: one sentence, without a full stop.
        hint: what to write instead.
        is_error: whether the job would not run; else it runs, but hardly as it was meant.
    """

    message: str
    hint: str
    is_error: bool = False


def cron_problems(expression: str) -> tuple[Problem, ...]:
    """Answers what is wrong with a schedule, without a database.

    Args:
        expression: what is given to `cron.schedule`.
    """
    try:
        schedule = read_schedule(expression)
    except NotReadableError as error:
        hint = "See docs/schedules.md for what pg_cron reads."
        return (Problem(str(error), hint, is_error=True),)
    return tuple(_of(schedule, expression))


def _of(schedule: Schedule, expression: str) -> Iterator[Problem]:
    if schedule.ignored:
        what = " ".join(schedule.ignored)
        yield Problem(f"pg_cron passes over {what!r}", "Take it out, or put a comma before it.")
    if schedule.every_s or schedule.at_start:
        return
    if not next_runs(schedule, datetime(2026, 1, 1, tzinfo=UTC)):
        hint = "A range goes from the lower value to the higher one, and no month has more days."
        yield Problem("it is never due", hint, is_error=True)
    if not schedule.both_days and not expression.lstrip().startswith("@"):
        yield Problem(
            "it is due when either the day of the month or the day of the week is right",
            "Write * for one of the two, or look at the day inside the job.",
        )
    for text, field in zip(expression.split(), FIELDS, strict=False):
        yield from _uneven(text, field.name)


def _uneven(text: str, name: str) -> Iterator[Problem]:
    whole = _HOURS_OR_MINUTES.get(name)
    step = text.removeprefix("*/")
    if whole and step != text and step.isdigit() and int(step) and whole % int(step):
        yield Problem(
            f"*/{step} is not every {step} {name}s: it begins anew at 0",
            f"Take a number that divides {whole}.",
        )
