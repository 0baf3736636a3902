"""Connections: how many, how long, prepared or not, behind a pooler; too many calls refused."""

from __future__ import annotations

import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg
import pytest

from app_schools import same
from referrals import (
    OverloadedError,
    ReferralError,
    Settings,
    SettingsError,
    TimedOutError,
    UnavailableError,
)
from sessions import wait_until

pytestmark = pytest.mark.needs("local15", "redis")


def _sleep(app, seconds: float, kind: str = "reads") -> None:
    app._access.run(kind, lambda conn: conn.execute("select pg_sleep(%s)", [seconds]))  # noqa: SLF001 - stands for a slow call


def test_settings_are_read_from_variables() -> None:
    """Each setting has a variable; what cannot be read names it, and no value."""
    found = Settings.from_environ(
        {"REFERRALS_URL": "x", "REFERRALS_POOL_MAX": "7", "REFERRALS_CACHE": "off",
         "REFERRALS_REDIS_TIMEOUT": "0.5", "HOME": "/"}
    )  # fmt: skip
    assert (found.pool_max, found.cache, found.redis_timeout, found.pool_min) == (7, False, 0.5, 5)
    defaults = Settings(url="x")
    assert (defaults.pool_min, defaults.pool_max, defaults.pool_timeout) == (5, 20, 2.0)
    assert (defaults.pool_idle, defaults.cache_seconds) == (30.0, 300.0)
    for name, value in (("URL", ""), ("POOL_MAX", "many"), ("CACHE", "?"), ("PREPARED", "so"),
                        ("POOL_MIN", "0"), ("CACHE_SECONDS", "0")):  # fmt: skip
        with pytest.raises(SettingsError):
            Settings.from_environ({"REFERRALS_URL": "x", f"REFERRALS_{name}": value})


def test_a_url_that_cannot_be_read_is_not_repeated(start) -> None:
    """The error of a malformed URL holds no part of it, for a part may be a password."""
    for settings in ({"url": "host=h password='secret"}, {"redis_url": "nix://:secret@h"}):
        with pytest.raises(SettingsError) as raised:
            start(**settings)
        assert "secret" not in str(raised.value)
        assert raised.value.__cause__ is None


def test_a_call_that_gets_no_connection_is_told_so(start, school) -> None:
    """With all connections busy a call ends with a typed error, and the pool heals."""
    app = start(pool_max=1, pool_timeout=0.3, reads_at_once=2)
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(_sleep, app, 1.5)
        time.sleep(0.2)
        with pytest.raises(UnavailableError, match="cannot be reached"):
            app.profile(school.tenant, school.student(1))
        busy.result()
    assert app.profile(school.tenant, school.student(1)).current_level == 1


def test_a_statement_may_take_so_long_and_no_longer(start, school) -> None:
    """The timeout of the settings ends it, in its transaction, with a typed error."""
    app = start(statement_timeout=0.05)
    with pytest.raises(TimedOutError):
        app._access.write(  # noqa: SLF001 - stands for a slow call
            school.tenant, lambda conn: conn.execute("select pg_sleep(5)")
        )
    assert app.counters().database_state == "closed"


def test_more_calls_than_may_wait_are_sent_away_at_once(start, school) -> None:
    """A busy kind of call piles up no threads, and the other kinds go on."""
    app = start(pool_max=4, reads_at_once=1, waiting=1, pool_timeout=5.0)
    with ThreadPoolExecutor(12) as pool:
        busy = [pool.submit(_sleep, app, 1.0) for _ in range(12)]
        time.sleep(0.3)
        assert app.create(school.tenant, school.student(1), "A", "+998901234567")
        refused = [one.exception() for one in busy]
    assert sum(isinstance(one, OverloadedError) for one in refused) == 10
    assert app.counters().refused == 10


def test_deadlocks_are_repeated_until_nobody_is_in_the_way(start, school) -> None:
    """Two writers that lock the same rows crosswise both succeed, and each write is done once."""
    app = start()
    one, other = school.student(1), school.student(2)
    meet = threading.Barrier(2)
    tries: list[None] = []

    def write(first, second) -> None:
        is_first = True

        def work(conn) -> None:
            nonlocal is_first
            tries.append(None)
            sql = "update user_rankings set spent_coins = spent_coins + 1 where user_id = %s"
            conn.execute(sql, [first])
            if is_first:
                is_first = False
                meet.wait()
            conn.execute(sql, [second])

        app._access.write(school.tenant, work)  # noqa: SLF001 - the order of locks is the test's

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (one, other), (other, one)))
    assert len(tries) > 2
    assert school.ask(
        "select spent_coins from user_rankings where user_id in (%s, %s)", one, other
    ) == [(2,), (2,)]


def test_statements_are_prepared_on_the_server_itself(start, school) -> None:
    """The second call of a kind finds its statements prepared."""
    app = start(pool_max=1)
    for _ in range(2):
        app.dashboard(school.tenant, school.student(1))
        app.profile(school.tenant, school.student(1))
    with app._access.pool.connection() as conn:  # noqa: SLF001 - its session
        rows = conn.execute("select statement from pg_prepared_statements").fetchall()
    assert any("get_student_referral_dashboard" in text for (text,) in rows)
    assert any("current_level" in text for (text,) in rows)


def _version_of_pgbouncer() -> tuple[int, ...]:
    said = subprocess.run(["pgbouncer", "--version"], capture_output=True, text=True, check=True)
    return tuple(map(int, said.stdout.split()[1].split(".")[:2]))


@pytest.mark.needs("pgbouncer")
def test_behind_a_pooler_of_transactions_all_is_the_same(start, plain, school, pooled) -> None:
    """Many threads on few sessions read and write; statements are prepared where it knows them."""
    app = start(url=pooled, pool_max=10)
    with app._access.pool.connection() as conn:  # noqa: SLF001 - what was found out about it
        is_prepared = conn.prepare_threshold is not None
    # From 1.21 on it must be configured too, which the tests' is not before 1.24 does it by itself.
    assert is_prepared == (_version_of_pgbouncer() >= (1, 24))
    ids = [uuid4() for _ in range(40)]

    def work(given) -> bool:
        student = school.student(10)
        app.create(school.tenant, student, "Somebody", "+998901234567", referral_id=given)
        app.move(school.tenant, given, "contacted")
        return app.dashboard(school.tenant, student).student_id == student

    with ThreadPoolExecutor(10) as pool:
        assert all(pool.map(work, ids))
    assert same(app, plain, school)
    assert plain.dashboard(school.tenant, school.student(10)).totals.contacted == len(ids)


def test_after_a_close_nothing_is_left(start, school) -> None:
    """A closed application holds no connection and no thread, and says so when it is used."""
    app = start(name=f"n{uuid4().hex[:8]}")
    app.close()
    # One that was being opened is closed as soon as it is there.
    gone = "select count(*) = 0 from pg_stat_activity where application_name = %s"
    wait_until(school.url, gone, [app.settings.name])
    assert not [one for one in threading.enumerate() if one.name.startswith("referrals-rep")] or (
        threading.active_count() < 20
    )
    with pytest.raises(ReferralError):
        app.profile(school.tenant, school.student(1))
    assert psycopg.connect(school.url).close() is None
