"""Redis stopped, paused, full, refusing, cut, slow, talking nonsense: right answers; it heals."""

from __future__ import annotations

import time

import pytest

from app_schools import same
from redises import Proxy, RedisServer

pytestmark = pytest.mark.needs("local15", "redis")

#: Seconds: what never comes is a failure, not a hang.
_PATIENCE = 30.0


@pytest.fixture
def proxy(redis_server):
    """Answers a port before the test's Redis."""
    opened = Proxy(redis_server.socket)
    yield opened
    opened.close()


def _heals(app, plain, school) -> None:
    """The cache serves again, what was written meanwhile too."""
    end = time.monotonic() + _PATIENCE
    while True:
        before = app.counters().hits
        assert same(app, plain, school)
        assert same(app, plain, school)
        if app.counters().hits > before + 10:
            return
        assert time.monotonic() < end, app.counters()
        time.sleep(0.02)


def _write(app, school, number: int) -> None:
    app.create(school.tenant, school.student(10), "Somebody", "+998901234567")
    app.move(school.tenant, school.referral(number), "enrolled")


def test_a_redis_that_is_stopped_and_comes_back(start, redis_server, plain, school) -> None:
    """All answers stay right without it, and it is used again, empty."""
    app = start(redis_url=redis_server.url, redis_pause=0.1, redis_timeout=0.05)
    assert same(app, plain, school)
    redis_server.stop()
    _write(app, school, 1)
    assert same(app, plain, school)
    assert app.counters().bypassed > 0
    assert app.counters().redis_opened == 1
    redis_server.start()
    _heals(app, plain, school)
    assert app.counters().redis_state == "closed"


def test_a_redis_that_stands_still_forgets_what_was_written_meanwhile(
    start, redis_server, plain, school
) -> None:
    """What it held before is wrong by now, and is not served when it goes on."""
    app = start(redis_url=redis_server.url, redis_pause=0.1, redis_timeout=0.05)
    for _ in range(2):
        assert same(app, plain, school)
    redis_server.pause()
    _write(app, school, 1)
    assert same(app, plain, school)
    redis_server.resume()
    _heals(app, plain, school)


def test_what_another_process_wrote_while_redis_stood_still(
    start, redis_server, plain, school
) -> None:
    """Each process hears of it and trusts Redis again only after telling it so."""
    app = start(redis_url=redis_server.url, redis_pause=0.1, redis_timeout=0.05)
    other = start(redis_url=redis_server.url, redis_pause=3600.0, redis_timeout=0.05)
    for _ in range(2):
        assert same(app, plain, school)
    redis_server.pause()
    heard = app.counters().changes
    _write(other, school, 1)
    end = time.monotonic() + _PATIENCE
    while app.counters().changes < heard + 2:
        assert time.monotonic() < end
        time.sleep(0.01)
    redis_server.resume()
    _heals(app, plain, school)


def test_a_full_redis_takes_nothing_and_forgets_all_the_same(start, short, plain, school) -> None:
    """What is in it is served until it is wrong; nothing new is kept, no answer is old."""
    full = RedisServer(short, "--maxmemory", "100mb", "--maxmemory-policy", "noeviction")
    try:
        app = start(redis_url=full.url)
        for _ in range(2):
            assert same(app, plain, school)
        with full.client() as client:
            client.config_set("maxmemory", "1")
        _write(app, school, 1)
        hits = app.counters().hits
        for _ in range(2):
            assert same(app, plain, school)
        counters = app.counters()
        assert counters.bypassed > 0
        assert counters.hits > hits
        assert counters.redis_state == "closed"
        with full.client() as client:
            client.config_set("maxmemory", "100mb")
        _heals(app, plain, school)
    finally:
        full.stop()


def test_a_port_that_refuses(start, proxy, plain, school) -> None:
    """An application starts, reads and writes where no Redis listens."""
    proxy.close()
    app = start(redis_url=proxy.url)
    assert same(app, plain, school)
    _write(app, school, 1)
    assert same(app, plain, school)
    assert app.counters().hits == 0


def test_connections_that_are_cut_in_the_middle(start, proxy, plain, school) -> None:
    """An answer that ends after any number of bytes is no answer."""
    app = start(redis_url=proxy.url, redis_pause=0.0)
    for _ in range(2):
        assert same(app, plain, school)
    for length in (0, 1, 5, 60, 700):
        proxy.cut_after = length
        proxy.cut()
        assert app.dashboard(school.tenant, school.student(4)) == plain.dashboard(
            school.tenant, school.student(4)
        )
        assert same(app, plain, school)
    _write(app, school, 1)
    proxy.cut_after = None
    _heals(app, plain, school)


@pytest.mark.parametrize(
    "words",
    [b"HTTP/1.1 400 Bad Request\r\n\r\n", b":7\r\n", b"*1\r\n$2\r\nhi\r\n", b"*-1\r\n", b"\0" * 99,
     b"-LOADING soon\r\n", b"*4\r\n$1\r\na\r\n$1\r\nb\r\n$3\r\nrf1\r\n$-1\r\n", b"$9999999999\r\n"],
    ids=["http", "number", "short", "nothing", "zeros", "loading", "entries", "endless"],
)  # fmt: skip
def test_a_server_that_talks_nonsense(start, proxy, plain, school, words) -> None:
    """Whatever it says, it is no entry and no error."""
    app = start(redis_url=proxy.url, redis_pause=0.05, redis_timeout=0.1)
    proxy.nonsense = words
    assert same(app, plain, school)
    _write(app, school, 1)
    assert same(app, plain, school)
    proxy.nonsense = b""
    proxy.cut()
    _heals(app, plain, school)


def test_a_slow_redis_is_left_in_peace(start, proxy, plain, school) -> None:
    """One that answers later than it may is not asked by every call."""
    app = start(redis_url=proxy.url, redis_pause=3600.0, redis_timeout=0.05)
    for _ in range(2):
        assert same(app, plain, school)
    proxy.delay = 0.2
    assert same(app, plain, school)
    assert app.counters().redis_state == "open"
    assert app.counters().redis_opened == 1


def test_entries_that_somebody_spoiled(cached, redis_server, plain, school) -> None:
    """Bytes of another kind under the right names are not served, and are replaced."""
    for _ in range(2):
        assert same(cached, plain, school)
    with redis_server.client() as client:
        names = [one for one in client.keys("*board:*") if not one.endswith(b":mark")]
        values = client.mget(names)
        for name, value in zip(names, [*values[1:], values[0]], strict=True):
            client.set(name, value)
    assert same(cached, plain, school)
    assert cached.counters().corrupt >= len(names)
    corrupt = cached.counters().corrupt
    assert same(cached, plain, school)
    assert cached.counters().corrupt == corrupt


def test_the_switch_is_off(start, redis_server, plain, school) -> None:
    """With cache off Redis is neither asked nor told, and nothing is different."""
    app = start(redis_url=redis_server.url, cache=False)
    _write(app, school, 1)
    assert same(app, plain, school)
    app.report()
    with redis_server.client() as client:
        assert client.dbsize() == 0
