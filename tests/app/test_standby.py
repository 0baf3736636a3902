"""A real standby: analytics are read there while it is near, and writes outlive the primary."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from app_schools import make_school, same
from primaries import Server
from redises import RedisServer
from referrals import Referrals, Settings, UnavailableError

pytestmark = [pytest.mark.needs("local15", "redis"), pytest.mark.xdist_group("standby")]

_PATIENCE = 30.0


@pytest.fixture(scope="module")
def pair(schema, tmp_path_factory):
    """Answers a primary with the schema, its standby, and a Redis."""
    with ExitStack() as stack:
        folder = stack.enter_context(schema.folder())
        primary, standby = Server(folder, "one"), Server(folder, "two")
        for one in (standby, primary):
            stack.callback(one.end)
        primary.make()
        schema.apply(primary.url)
        standby.copy(primary)
        redis_server = RedisServer(folder)
        stack.callback(redis_server.stop)
        yield primary, standby, redis_server


def _app(stack, school, standby, **settings) -> Referrals:
    given = {
        "pool_min": 1,
        "pool_max": 6,
        "replica_lag": 0.05,
        "tick": 3600.0,
        "redis_timeout": 0.5,
    }
    url = make_conninfo(standby.url, user="referral_app")
    chosen = {"url": school.app_url, "replica_url": url} | given | settings
    app = stack.enter_context(Referrals(Settings(**chosen)))
    app.wait()
    return app


def _until(condition, what="") -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def _ask(server, sql: str, *values: object) -> list:
    with psycopg.connect(server.url, autocommit=True) as conn:
        answer = conn.execute(sql, values or None)
        return answer.fetchall() if answer.description else []


def _refresh(server) -> None:
    _ask(server, "refresh materialized view public.mv_referral_analytics")


def _total(app, school) -> int:
    return sum(one.total_referrals for one in app.analytics(school.tenant, "month").rows)


def test_analytics_of_a_standby_that_follows_stops_and_is_promoted(pair) -> None:
    """They are read on it while it is near, and never are older than the bound allows."""
    primary, standby, _ = pair
    school = make_school(primary.url)
    _refresh(primary)
    with ExitStack() as stack:
        app = _app(stack, school, standby)
        made = _total(app, school)

        def is_read_there() -> bool:
            before = app.counters().analytics_on_standby
            assert _total(app, school) == made
            return app.counters().analytics_on_standby > before

        _until(is_read_there, "follows")
        # It stands still: what is written from now on is not there.
        _ask(standby, "select pg_wal_replay_pause()")
        app.create(school.tenant, school.student(1), "Somebody", "+998901234567")
        _refresh(primary)
        made += 1
        _until(lambda: not is_or_old(app, school, made), "paused")
        assert _total(app, school) == made
        _ask(standby, "select pg_wal_replay_resume()")
        _until(is_read_there, "resumed")
        # It is gone.
        standby.stop()
        on_primary = app.counters().analytics_on_primary
        for _ in range(3):
            assert _total(app, school) == made
        assert app.counters().analytics_on_primary == on_primary + 3
        standby.start()
        _until(is_read_there, "started")
        # It goes its own way.
        standby.promote()
        app.create(school.tenant, school.student(1), "Somebody", "+998901234567")
        _refresh(primary)
        made += 1
        _until(lambda: _total(app, school) == made, "promoted")
        on_standby = app.counters().analytics_on_standby
        assert _total(app, school) == made
        assert app.counters().analytics_on_standby == on_standby
        assert app.profile(school.tenant, school.student(1)).total_referrals > 2
    standby.end()
    standby.copy(primary)


def is_or_old(app, school, made) -> bool:
    """Whether the next analytics are read on the standby, or are old."""
    before = app.counters().analytics_on_standby
    total = _total(app, school)
    return app.counters().analytics_on_standby > before or total != made


def test_of_several_hosts_a_standby_is_preferred(pair) -> None:
    """One URL that names both serves for analytics; the same one serves for writes."""
    primary, standby, _ = pair
    school = make_school(primary.url)
    _refresh(primary)
    both = make_conninfo(
        school.app_url, host=f"{primary.sockets},{standby.sockets}", port="5432,5432"
    )
    with ExitStack() as stack:
        app = _app(stack, replace(school, url=both), standby, replica_url=both, replica_lag=30.0)
        assert app.create(school.tenant, school.student(1), "Somebody", "+998901234567")

        def is_read_there() -> bool:
            assert _total(app, school) > 0
            return app.counters().analytics_on_standby > 0

        _until(is_read_there)


def test_no_write_is_lost_when_the_standby_takes_over(pair) -> None:
    """Every write that was answered is there after a failover; calls meanwhile end typed."""
    primary, standby, redis_server = pair
    school = make_school(primary.url)
    _ask(primary, "alter system set synchronous_standby_names = '*'")
    _ask(primary, "select pg_reload_conf()")
    hosts = {"host": f"{primary.sockets},{standby.sockets}", "port": "5432,5432"}
    both = make_conninfo(school.app_url, **hosts)
    with ExitStack() as stack:
        app = _app(
            stack, replace(school, url=both), standby, replica_url="", redis_url=redis_server.url
        )
        answered, student = [], school.student(10)

        def write() -> bool:
            given = uuid4()
            try:
                app.create(school.tenant, student, "A", "+998901234567", referral_id=given)
            except UnavailableError:
                return False
            answered.append(given)
            return True

        for _ in range(20):
            assert write()
        for _ in range(2):
            assert app.dashboard(school.tenant, student).totals.total == len(answered)
        primary.stop()
        # What was read before the failover is there while nobody can be asked.
        assert app.dashboard(school.tenant, student).totals.total == len(answered)
        assert not write()
        standby.promote()
        _ask(standby, "alter system reset synchronous_standby_names")
        _ask(standby, "select pg_reload_conf()")
        _until(write, "promoted")
        for _ in range(20):
            _until(write)
        found = _ask(standby, "select id from student_referrals where id = any(%s)", answered)
        assert {row[0] for row in found} == set(answered)
        connects = app.counters().connects
        _until(lambda: app.counters().connects >= connects and app.counters().connects > 1)
        plain = _app(stack, replace(school, url=both), standby, replica_url="")
        assert same(app, plain, school)
