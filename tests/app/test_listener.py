"""What others change is heard of, and what nobody can have heard of is made anew."""

from __future__ import annotations

import time

import pytest

from app_schools import make_school, same

pytestmark = pytest.mark.needs("local15", "redis")

_PATIENCE = 30.0
_AT = '"changed_at": "2026-01-01T00:00:00+00:00"'
_NO_NEWS = (
    *("", "{", "[]", "null", "[" * 3000, '{"organization_id": 7}', '{"changed_at": "x"}'),
    f'{{"organization_id": "x", {_AT}}}',
    f'{{"organization_id": "11111111-1111-4111-8111-111111111111", {_AT}, "user_ids": ["y"]}}',
)


def _until(condition) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_change_by_somebody_else_is_heard_of(cached, plain, school) -> None:
    """A status that is moved by plain SQL shows in all that it changes, in its school alone."""
    neighbour = make_school(school.url)
    for _ in range(2):
        assert same(cached, plain, school)
        assert same(cached, plain, neighbour)
    heard, misses = cached.counters().changes, cached.counters().misses
    school.ask("update student_referrals set status = 'enrolled' where id = %s", school.referral(1))
    _until(lambda: cached.counters().changes > heard)
    assert same(cached, plain, school)
    assert cached.counters().misses > misses + 10
    misses = cached.counters().misses
    assert same(cached, plain, neighbour)
    assert cached.counters().misses == misses


def test_a_change_of_another_process_takes_no_more_than_it_must(
    start, redis_server, plain, school
) -> None:
    """Two processes that both hear of a write make anew what it changed, once."""
    one, other = (start(redis_url=redis_server.url) for _ in range(2))
    for _ in range(2):
        assert same(one, plain, school)
    heard, misses = one.counters().changes, one.counters().misses
    other.create(school.tenant, school.student(1), "Somebody", "+998901234567")
    _until(lambda: one.counters().changes > heard)
    assert same(one, plain, school)
    assert same(other, plain, school)
    assert one.counters().misses + other.counters().misses == misses + 1


def test_a_lost_connection_gives_up_all_that_may_be_wrong(cached, plain, school) -> None:
    """What changed while nobody listened is not served once somebody listens again."""
    for _ in range(2):
        assert same(cached, plain, school)
    # Nobody is told of coins: they stand for what was told while nobody listened.
    school.ask("update user_rankings set available_coins = 7 where user_id = %s", school.student(1))
    connects = cached.counters().connects
    school.ask(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where application_name like '%-listener'"
    )
    _until(lambda: cached.counters().connects > connects)
    assert same(cached, plain, school)


def test_words_on_the_channels_that_are_no_news(cached, plain, school) -> None:
    """Anybody may notify: nonsense ends no listener and takes nothing away."""
    assert same(cached, plain, school)
    for channel in ("ranking_changes", "referral_cache"):
        for words in _NO_NEWS:
            school.ask("select pg_notify(%s, %s)", channel, words)
    heard = cached.counters().changes
    school.ask("update student_referrals set status = 'declined' where id = %s", school.referral(1))
    _until(lambda: cached.counters().changes > heard)
    assert cached.counters().connects == 1
    assert same(cached, plain, school)


def test_a_write_whose_process_dies_at_once_is_heard_of(cached, plain, school) -> None:
    """A referral that is entered without a word to Redis shows: the commit itself tells it."""
    assert same(cached, plain, school)
    heard = cached.counters().changes
    teller = cached._cached.carry_out  # noqa: SLF001 - the process dies between commit and this
    cached._cached.carry_out = lambda _: None  # noqa: SLF001 - see above
    cached.create(school.tenant, school.student(1), "Somebody", "+998901234567")
    cached._cached.carry_out = teller  # noqa: SLF001 - see above
    _until(lambda: cached.counters().changes > heard)
    assert same(cached, plain, school)


def test_another_schema_version_reads_nothing_of_the_old_one(
    start, redis_server, plain, school
) -> None:
    """After a function has changed, an application that starts finds nothing that it computed."""
    first = start(redis_url=redis_server.url)
    assert same(first, plain, school)
    comment = "create or replace function public.get_referral_tier_bonus_probe() returns int "
    school.ask(comment + "language sql return 1")
    try:
        second = start(redis_url=redis_server.url)
        assert same(second, plain, school)
        with redis_server.client() as client:
            versions = {one.split(b":")[2] for one in client.keys("*:epoch")}
        assert len(versions) == 2
    finally:
        school.ask("drop function public.get_referral_tier_bonus_probe()")


@pytest.mark.needs("pgbouncer")
def test_a_pooler_passes_no_notification_on(start, redis_server, school, plain, pooled) -> None:
    """Where the listener would hear nothing, nothing is cached."""
    app = start(url=pooled, redis_url=redis_server.url, is_awaited=False)
    for _ in range(2):
        assert same(app, plain, school)
    assert app.counters().hits == 0
