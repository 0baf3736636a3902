"""A schedule as pg_cron reads it: Vixie's five fields, a word, or seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: The words for a schedule, and what each stands for.
WORDS = {
    "yearly": "0 0 1 1 *",
    "annually": "0 0 1 1 *",
    "monthly": "0 0 1 * *",
    "weekly": "0 0 * * 0",
    "daily": "0 0 * * *",
    "midnight": "0 0 * * *",
    "hourly": "0 * * * *",
}
#: The words for a job that runs when the server starts.
AT_START = ("reboot", "restart")
_BLANKS = re.compile(r"[ \t]+")
_SECONDS = re.compile(r"\s*\+?(\d{1,9})\s*seconds?\s*", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:(?P<all>\*)|(?P<first>[0-9A-Za-z]+)(?:(?P<to>-)(?P<last>[0-9A-Za-z]*))?)"
    r"(?:(?P<every>/)(?P<step>[0-9A-Za-z]*))?(?P<rest>.*)",
    re.DOTALL,
)
_NUMBER = re.compile(r"[0-9]{1,9}")


class Field(NamedTuple):
    """One of the five fields: its name, its least and greatest value, the names of values."""

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()


FIELDS = (
    Field("minute", 0, 59),
    Field("hour", 0, 23),
    Field("day of the month", 1, 31),
    Field("month", 1, 12, _MONTHS),
    Field("day of the week", 0, 7, _DAYS),
)


@dataclass(frozen=True)
class Schedule:
    """When a job runs.

    Attributes:
        minutes: of the hour, 0 to 59.
        hours: of the day, 0 to 23.
        days: of the month, 1 to 31.
        months: of the year, 1 to 12.
        weekdays: 0 is Sunday.
        both_days: whether day of the month and day of the week must both be right; it is enough
            that one is where neither field begins with a star.
        on_last_day: whether it runs on the last day of each month as well.
        every_s: seconds from one run's start to the next; 0 for a schedule of fields.
        at_start: whether it runs when the server starts, and only then.
        needs: the version of pg_cron that reads it, 1.0 for any.
        ignored: what stands in it and means nothing to pg_cron.
    """

    minutes: frozenset[int] = frozenset()
    hours: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    both_days: bool = True
    on_last_day: bool = False
    every_s: int = 0
    at_start: bool = False
    needs: str = "1.0"
    ignored: tuple[str, ...] = ()


class _Read(NamedTuple):
    """What one field says: its values, whether it begins with a star, what is passed over."""

    values: frozenset[int]
    has_star: bool
    ignored: str


class NotReadableError(ValueError):
    """A text that is no schedule; its argument is the reason."""


def read_schedule(text: str) -> Schedule:
    """Answers what a schedule means to pg_cron.

    Args:
        text: five fields such as `30 3 * * 1-5`, a word such as `@daily`, or `10 seconds`.

    Raises:
        NotReadableError: no version of pg_cron takes it as a schedule.
    """
    line = text.lstrip(" \t\n")
    if line.startswith("@"):
        return _of_word(re.split(r"[ \t\n]", line[1:], maxsplit=1)[0])
    seconds = _SECONDS.fullmatch(text)
    return _of_seconds(int(seconds[1])) if seconds else _of_fields(line)


def _of_word(word: str) -> Schedule:
    if word in AT_START:
        return Schedule(at_start=True)
    if word not in WORDS:
        known = ", ".join(f"@{one}" for one in (*AT_START, *WORDS))
        raise NotReadableError(f"@{word} is no word for a schedule; known: {known}")
    return _of_fields(WORDS[word])


def _of_seconds(seconds: int) -> Schedule:
    if not 1 <= seconds <= 59:  # noqa: PLR2004 - what pg_cron takes
        raise NotReadableError("seconds go from 1 to 59")
    return Schedule(every_s=seconds, needs="1.5")


def _of_fields(line: str) -> Schedule:
    texts = _BLANKS.split(line)
    if len(texts) < len(FIELDS) or not texts[4] or any("\n" in one for one in texts[:4]):
        raise NotReadableError(
            "a schedule has five fields: minute, hour, day of the month, month, day of the week"
        )
    texts[4], newline, behind = texts[4].partition("\n")
    on_last_day = texts[2] == "$"
    read = [
        _Read(frozenset(), has_star=False, ignored="")
        if text == "$" and field.name == FIELDS[2].name
        else _field(text, field)
        for text, field in zip(texts, FIELDS, strict=False)
    ]
    minutes, hours, days, months, weekdays = read
    ignored = [*(one.ignored for one in read), *texts[5:], behind if newline else ""]
    return Schedule(
        minutes=minutes.values,
        hours=hours.values,
        days=days.values,
        months=months.values,
        weekdays=frozenset(day % 7 for day in weekdays.values),
        both_days=days.has_star or weekdays.has_star,
        on_last_day=on_last_day,
        needs="1.6" if on_last_day else "1.0",
        ignored=tuple(one.strip() for one in ignored if one.strip()),
    )


def _field(text: str, field: Field) -> _Read:
    values: set[int] = set()
    rest = text
    while True:
        found = _RANGE.fullmatch(rest)
        if not found:
            raise _no_field(text, field)
        values.update(_range(found, text, field))
        if not found["rest"].startswith(","):
            return _Read(frozenset(values), text.startswith("*"), found["rest"])
        rest = found["rest"][1:]


def _range(found: re.Match[str], text: str, field: Field) -> range:
    first = field.low if found["all"] else _number(found["first"], field)
    last = field.high if found["all"] else first
    if found["to"]:
        last = _number(found["last"], field)
    step = 1
    if found["every"]:
        has_range = found["all"] or found["to"]
        step = int(found["step"]) if has_range and _NUMBER.fullmatch(found["step"]) else 0
    bounds = range(field.low, field.high + 1)
    if first not in bounds or last not in bounds or not step:
        raise _no_field(text, field)
    return range(first, last + 1, step)


def _number(text: str, field: Field) -> int:
    """The value of a number or name; -1 where it is neither, which is below every field."""
    if text.lower() in field.names:
        return field.names.index(text.lower()) + field.low
    return int(text) if _NUMBER.fullmatch(text) else -1


def _no_field(text: str, field: Field) -> NotReadableError:
    names = f" or {field.names[0]} to {field.names[-1]}" if field.names else ""
    if field.name == FIELDS[4].name:
        names = " or sun to sat, 0 and 7 are Sunday"
    return NotReadableError(
        f"{text!r} is no {field.name}: values go from {field.low} to {field.high}{names}, as "
        "5, 1-5, 1,3,5, *, */15 or 10-50/10"
    )
