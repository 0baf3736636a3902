"""When a schedule is due, as pg_cron, another library and a look at every minute have it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st

from refdb.cron import cron_problems, next_runs, read_schedule
from refdb.cron.runs import is_due
from refdb.cron.schedule import FIELDS, NotReadableError

_ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Tashkent", "Australia/Lord_Howe")


def _fields():
    """Schedules of five fields that every cron reads."""

    def field(low, high):
        number = st.integers(low, high)
        several = st.lists(number, min_size=1, max_size=4).map(lambda one: ",".join(map(str, one)))
        # Of two different values: from Sunday to Sunday is a day to pg_cron, and a week to cronsim.
        pair = st.tuples(number, number).filter(lambda two: two[0] != two[1])
        span = pair.map(lambda two: f"{min(two)}-{max(two)}")
        step = st.tuples(st.one_of(st.just("*"), span), st.integers(1, high)).map(
            lambda two: f"{two[0]}/{two[1]}"
        )
        return st.one_of(st.just("*"), number.map(str), several, span, step)

    return st.tuples(*(field(one.low, one.high) for one in FIELDS)).map(" ".join)


_TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given beside it


@given(_fields(), _TIMES)
@settings(max_examples=300, deadline=None)
def test_next_runs_are_those_of_another_library(text, after) -> None:
    """In UTC the next runs are those that cronsim answers."""
    other = CronSim(text, after.replace(tzinfo=None))
    expected = [one for _, one in zip(range(3), other, strict=False)]
    found = next_runs(read_schedule(text), after, UTC, 3)
    assert [one.replace(tzinfo=None) for one in found] == expected


@given(_fields(), _TIMES, st.sampled_from(_ZONES))
@settings(max_examples=150, deadline=None)
def test_next_runs_are_the_minutes_at_which_the_wall_clock_is_right(text, after, zone) -> None:
    """In any zone, over two days, they are the minutes that a look at each of them finds."""
    schedule, place = read_schedule(text), ZoneInfo(zone)
    start = after.replace(second=0, microsecond=0)
    minutes = [(start + timedelta(minutes=one)).astimezone(place) for one in range(1, 2881)]
    expected = [
        one
        for one in minutes
        if one.minute in schedule.minutes
        and one.hour in schedule.hours
        and is_due(schedule, one.date())
    ]
    found = next_runs(schedule, after, place, 2880)
    assert [one for one in found if one <= minutes[-1]] == expected


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("30 2 * * *", "2026-03-28T12:00+01:00", ["2026-03-30T02:30+02:00"]),  # left out in spring
        (
            "30 2 * * *",
            "2026-10-24T12:00+02:00",
            ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"],
        ),
        ("0 12 $ 2 *", "2027-12-01T00:00+01:00", ["2028-02-29T12:00+01:00"]),
        ("0 0 29 2 *", "2096-03-01T00:00+01:00", ["2104-02-29T00:00+01:00"]),
        ("20 seconds", "2026-01-01T00:00+01:00", ["2026-01-01T00:00:20+01:00"]),
        ("@hourly", "2026-01-01T00:00+01:00", ["2026-01-01T01:00+01:00"]),
        ("@reboot", "2026-01-01T00:00+01:00", []),
        ("5-1 * * * *", "2026-01-01T00:00+01:00", []),
    ],
)
def test_runs_that_are_easily_wrong(text, after, expected) -> None:
    """A clock that is put forward or back, the last day, a leap day, seconds, words."""
    place = ZoneInfo("Europe/Berlin")
    found = next_runs(
        read_schedule(text), datetime.fromisoformat(after), place, max(1, len(expected))
    )
    times = [one.isoformat() for one in found]
    assert times == [datetime.fromisoformat(one).isoformat() for one in expected]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*/5 * * * *", []),
        ("@daily", []),
        ("10 seconds", []),
        ("0 12 $ * *", []),
        ("0 3 1 * *", []),
        ("60 seconds", ["seconds go from 1 to 59"]),
        ("0 3 * *", ["a schedule has five fields"]),
        ("0 24 * * *", ["'24' is no hour: values go from 0 to 23"]),
        ("0 0 * foo *", ["'foo' is no month"]),
        ("0 0 * * 8", ["'8' is no day of the week"]),
        ("5/10 * * * *", ["'5/10' is no minute"]),
        ("@often", ["@often is no word"]),
        ("0 0 31 2 *", ["it is never due"]),
        ("5-1 * * * *", ["it is never due"]),
        ("0 0 1 * 1", ["either the day of the month or the day of the week"]),
        ("*/7 * * * *", ["*/7 is not every 7 minutes"]),
        ("0 0 * * * root", ["passes over 'root'"]),
        ("0 0 * * 1 2", ["passes over '2'"]),
    ],
)
def test_problems_of_a_schedule(text, said) -> None:
    """What is wrong is said, and what is right has no problem."""
    found = [one.message for one in cron_problems(text)]
    assert len(found) == len(said)
    assert all(part in message for part, message in zip(said, found, strict=True)), found


@pytest.mark.needs("local15", "pg_cron")
@given(
    st.lists(st.text(alphabet="*0159,-/ \tmonJAN@dai$x\n", min_size=1, max_size=6), min_size=1).map(
        " ".join
    )
    | _fields()
)
@settings(max_examples=400, deadline=None)
def test_texts_that_are_schedules_are_those_of_pg_cron(cron_session, text) -> None:
    """A text is read where pg_cron 1.4 takes it, and where a later one does only then said so."""
    try:
        needs = read_schedule(text).needs
    except NotReadableError:
        needs = ""
    try:
        with cron_session.transaction(force_rollback=True):
            cron_session.execute("select cron.schedule('tried', %s, 'select 1')", [text])
        taken = True
    except psycopg.errors.InvalidParameterValue:
        taken = False
    assert taken == (needs == "1.0"), text
