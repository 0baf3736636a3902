"""PostgreSQL restarted, gone, at its limit of connections: typed errors and no lost write."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from uuid import uuid4

import psycopg
import pytest

from app_schools import make_school, same
from primaries import Server
from redises import RedisServer
from referrals import Referrals, Settings, UnavailableError

pytestmark = pytest.mark.needs("local15", "redis")

_PATIENCE = 30.0


@pytest.fixture(scope="module")
def alone(schema):
    """Answers a server of this file with the schema, and a Redis."""
    with ExitStack() as stack:
        folder = stack.enter_context(schema.folder())
        server = Server(folder, "one")
        stack.callback(server.end)
        server.make()
        schema.apply(server.url)
        redis_server = RedisServer(folder)
        stack.callback(redis_server.stop)
        yield server, redis_server


@pytest.fixture
def school(alone):
    """Answers a school on the server of this file."""
    return make_school(alone[0].url)


def _app(stack, school, **settings) -> Referrals:
    given = {
        "pool_min": 1,
        "pool_max": 6,
        "pool_timeout": 0.5,
        "tick": 3600.0,
        "redis_timeout": 0.5,
    }
    app = stack.enter_context(Referrals(Settings(url=school.app_url, **(given | settings))))
    app.wait()
    return app


def _until(condition) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_no_write_is_lost_while_the_server_restarts(alone, school) -> None:
    """Writers beside a restart: each answered write is there, each id once, errors are typed."""
    server, redis_server = alone
    answered: list = []
    ending = threading.Event()
    with ExitStack() as stack:
        app = _app(stack, school, redis_url=redis_server.url, database_pause=0.1)

        def write(_: int) -> None:
            while not ending.is_set():
                given = uuid4()
                with suppress(UnavailableError):
                    app.create(
                        school.tenant, school.student(10), "A", "+998901234567", referral_id=given
                    )
                    app.move(school.tenant, given, "contacted")
                    answered.append(given)
                # What nobody answered is asked again: it is done once.

        with ThreadPoolExecutor(3) as pool:
            done = [pool.submit(write, number) for number in range(3)]
            _until(lambda: len(answered) > 10)
            server.stop()
            before = len(answered)
            server.start()
            _until(lambda: len(answered) > before + 10)
            ending.set()
            assert [one.result() for one in done] == [None] * 3
        found = school.ask(
            "select count(*), count(distinct id) from student_referrals "
            "where id = any(%s) and status = 'contacted'", answered
        )  # fmt: skip
        assert found == [(len(answered), len(answered))]
        plain = _app(stack, school)
        _until(lambda: app.counters().connects > 1)
        assert same(app, plain, school)


def test_a_server_that_is_gone_costs_no_waiting_threads(alone, school) -> None:
    """After some failures calls are refused at once, what is cached is served, and it heals."""
    server, redis_server = alone
    with ExitStack() as stack:
        app = _app(stack, school, redis_url=redis_server.url, database_pause=0.5, waiting=3)
        known = [app.dashboard(school.tenant, school.student(4)) for _ in range(2)]
        server.stop()
        try:

            def is_open() -> bool:
                with ThreadPoolExecutor(20) as pool:
                    calls = [
                        pool.submit(app.profile, school.tenant, school.student(4))
                        for _ in range(20)
                    ]
                assert all(isinstance(one.exception(), UnavailableError) for one in calls)
                return app.counters().database_opened > 0

            _until(is_open)
            assert app.counters().database_state != "closed"
            assert app.dashboard(school.tenant, school.student(4)) == known[1]
            with pytest.raises(UnavailableError) as raised:
                app.process(school.tenant, [school.referral(4)])
            assert raised.value.hint
        finally:
            server.start()

        def is_well() -> bool:
            with suppress(UnavailableError):
                return app.profile(school.tenant, school.student(4)) is not None
            return False

        _until(is_well)
        assert app.counters().database_state == "closed"
        assert same(app, _app(stack, school), school)


def test_a_server_at_its_limit_of_connections(alone, school) -> None:
    """The pool lives with the connections it has; without one, calls end typed, and then heal."""
    with ExitStack() as stack:
        app = _app(stack, school)
        taken: list[psycopg.Connection] = []
        with suppress(psycopg.OperationalError):
            while True:
                taken.append(stack.enter_context(psycopg.connect(school.app_url)))
        late = stack.enter_context(
            Referrals(Settings(url=school.app_url, pool_min=1, pool_timeout=0.3, tick=3600.0))
        )
        with pytest.raises(UnavailableError):
            late.profile(school.tenant, school.student(1))
        with ThreadPoolExecutor(6) as pool:
            students = [school.student(1)] * 30
            assert len(list(pool.map(lambda one: app.profile(school.tenant, one), students))) == 30
        for one in taken:
            one.close()

        def is_well() -> bool:
            with suppress(UnavailableError):
                return late.profile(school.tenant, school.student(1)) is not None
            return False

        _until(is_well)
