"""When a schedule is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from refdb.cron.schedule import Schedule

# Feb 29 on a given day of the week comes within 40 years, also around 2100.
_HORIZON_DAYS = 40 * 366
_DAY = timedelta(days=1)


def next_runs(
    schedule: Schedule, after: datetime, zone: tzinfo = UTC, count: int = 1
) -> tuple[datetime, ...]:
    """Answers when a schedule is due next, at most so many times, in the zone's time.

    pg_cron looks at the clock on the wall once a minute: what is due in an hour that is left out
    in spring does not run that day, and in the hour that comes twice in autumn it runs twice.

    Args:
        schedule: when the job runs.
        after: a time with a zone; runs of this very minute are not answered.
        zone: the zone in which pg_cron reads schedules, its setting cron.timezone.
        count: how many to answer; fewer are where it never runs again, and none at all for a job
            that runs when the server starts. One of every few seconds is due that long after.
    """
    if schedule.every_s:
        step = timedelta(seconds=schedule.every_s)
        return tuple((after + step * number).astimezone(zone) for number in range(1, count + 1))
    if schedule.at_start or not (schedule.minutes and schedule.hours):
        return ()
    return tuple(islice(_due(schedule, after.astimezone(UTC), zone), count))


def _due(schedule: Schedule, after: datetime, zone: tzinfo) -> Iterator[datetime]:
    first = after.astimezone(zone).date() - _DAY
    held: list[datetime] = []
    for number in range(_HORIZON_DAYS):
        day = first + _DAY * number
        # A clock that is put back across midnight mixes two days: the next one is looked at first.
        if is_due(schedule, day):
            held = sorted([*held, *_of_day(schedule, day, zone)])
        start = datetime.combine(day, time(), zone).astimezone(UTC) if held else after
        while held and held[0] < start:
            found = held.pop(0)
            if found > after:
                yield found.astimezone(zone)


def is_due(schedule: Schedule, day: date) -> bool:
    """Answers whether a schedule of fields runs on a day.

    Args:
        schedule: when the job runs.
        day: a day in pg_cron's zone.
    """
    if day.month not in schedule.months:
        return False
    by_month = day.day in schedule.days or (
        schedule.on_last_day and (day + _DAY).month != day.month
    )
    by_week = day.isoweekday() % 7 in schedule.weekdays
    return (by_month and by_week) if schedule.both_days else (by_month or by_week)


def _of_day(schedule: Schedule, day: date, zone: tzinfo) -> Iterator[datetime]:
    times = [(hour, minute) for hour in schedule.hours for minute in schedule.minutes]
    begin, end = (datetime.combine(one, time(), zone) for one in (day, day + _DAY))
    if begin.utcoffset() == end.utcoffset():
        start = begin.astimezone(UTC)
        yield from (start + timedelta(hours=hour, minutes=minute) for hour, minute in times)
        return
    for wall in (datetime.combine(day, time(*one)) for one in times):
        seen = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
        # A time that is left out is no time: from the clock it comes back as another one.
        yield from (one for one in seen if one.astimezone(zone).replace(tzinfo=None) == wall)
