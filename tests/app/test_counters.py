"""What a process counts, where a monitor finds it, and a cache that is filled ahead."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from referrals import NotFoundError
from referrals.cache.keys import COUNTERS

pytestmark = pytest.mark.needs("local15", "redis")


def test_a_warmed_cache_serves_the_active_students(start, cached, redis_server, school) -> None:
    """After warming, the dashboards of those who have referred are there for every process."""
    other = start(redis_url=redis_server.url)
    assert cached.warm([school.tenant], students=5) == 5
    misses = cached.counters().misses
    assert cached.warm([school.tenant], students=5) == 5
    # The second time only the standing is missing, which ranks are looked up in.
    assert cached.counters().misses == misses + 1
    assert other.warm([school.tenant], students=5) == 5
    assert other.counters().misses == 0
    assert other.counters().hit_ratio == 1.0


def test_counters_are_left_in_redis_and_in_the_database(cached, redis_server, school) -> None:
    """A report has every counter, the pool's free connections and how long calls took."""
    cached.dashboard(school.tenant, school.student(1))
    with pytest.raises(NotFoundError):
        cached.profile(school.tenant, uuid4())
    before = school.ask("select count(*) from referral_performance_metrics")
    cached.report()
    with redis_server.client() as client:
        (told,) = map(json.loads, client.hvals(COUNTERS))
        cached.close()
        assert client.hlen(COUNTERS) == 0
    assert told.pop("at") > 0
    assert told["hit_ratio"] == 0.0
    assert told.keys() == cached.counters().as_dict().keys()
    assert school.ask(
        "select free_connections from referral_pool_states where pool_name = 'referrals'"
    ) == [(5,)]
    assert school.ask("select count(*) from referral_performance_metrics") == [(before[0][0] + 2,)]
    assert school.ask(
        "select count(*) from referral_performance_metrics "
        "where is_error and created_at > now() - interval '1 minute'"
    ) == [(0,)]
