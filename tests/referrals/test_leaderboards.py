"""Readers of a leaderboard beside one another and beside a change."""

from __future__ import annotations

import threading

import psycopg
import pytest

from sessions import SCHOOL, ask, at_once, open_school

_READ = f"select * from public.get_referral_leaderboard_cached('{SCHOOL}', 'all', 10)"
_BUILT = "select last_value, is_called from public.referral_leaderboard_misses"
_SERVED = "select last_value, is_called from public.referral_leaderboard_hits"
_READERS = 20
# The board takes longer to build, so that all readers are there while the first builds.
_SLOWER = """
alter function public.build_referral_leaderboard(uuid, text) rename to build_at_once;
create function public.build_referral_leaderboard(p_organization_id uuid, p_period text)
returns jsonb language plpgsql as $$
begin
    perform pg_sleep(0.2);
    return public.build_at_once(p_organization_id, p_period);
end;
$$;
"""


@pytest.fixture
def url(site) -> str:
    """Answers a school with 40 referrers of an enrollment each, whose leaderboard is slow."""
    opened = open_school(site)
    ask(opened, "update public.student_referrals set status = 'enrolled' "
                "where id in (select md5('referral ' || number || ' 1')::uuid "
                "from generate_series(1, 40) as number)")  # fmt: skip
    ask(opened, _SLOWER)
    return opened


def _read_at_once(url: str, readers: int = _READERS) -> list[list[tuple[object, ...]]]:
    """All connect first, then all read at the same moment."""
    start = threading.Barrier(readers)

    def read(_: int) -> list[tuple[object, ...]]:
        with psycopg.connect(url, autocommit=True) as conn:
            start.wait()
            return conn.execute(_READ).fetchall()

    return at_once(readers, read)


def test_twenty_readers_of_nothing_build_once(url) -> None:
    """On an empty cache one of 20 sessions builds, and the others are served what it stored."""
    boards = _read_at_once(url)
    assert len(boards[0]) == 10
    assert all(one == boards[0] for one in boards)
    assert ask(url, _BUILT) == [(1, True)]
    assert ask(url, _SERVED) == [(_READERS - 1, True)]


def test_twenty_readers_of_an_expired_board_build_once(url) -> None:
    """On an expired leaderboard one of 20 sessions builds, and the others get the old one."""
    ask(url, _READ)
    ask(url, "update public.referral_leaderboard_cache set cache_data = '[]', "
             "created_at = now() - interval '6 minutes', "
             "expires_at = now() - interval '1 minute'")  # fmt: skip
    boards = _read_at_once(url)
    assert max(len(one) for one in boards) == 10
    assert [] in boards
    assert ask(url, _BUILT) == [(2, True)]


def test_readers_of_nothing_beside_a_change_build_once(url) -> None:
    """While somebody changes the board it is built once, stored as expired, and built anew after.

    The change is not seen before its commit, and it is by the first reader after it.
    """
    with psycopg.connect(url) as writer:
        writer.execute("update public.student_referrals set status = 'enrolled' "
                       "where referrer_id = md5('student 7')::uuid")  # fmt: skip
        boards = _read_at_once(url)
        assert all(one == boards[0] for one in boards)
        assert boards[0][0][4] == 1
        assert ask(url, _BUILT) == [(1, True)]
        assert ask(url, "select expires_at <= clock_timestamp() "
                        "from public.referral_leaderboard_cache") == [(True,)]  # fmt: skip
        writer.commit()
    assert ask(url, _READ)[0][4] == 10
    assert ask(url, _BUILT) == [(2, True)]


def test_a_builder_that_does_not_end_is_waited_for_half_a_second(url) -> None:
    """With nothing to serve and a builder that stays open, a reader builds for itself."""
    with psycopg.connect(url) as stuck:
        stuck.execute(_READ)
        assert len(ask(url, _READ)) == 10
    assert ask(url, _BUILT) == [(2, True)]


def test_two_readers_that_want_what_the_other_builds_are_both_served(url) -> None:
    """All and month, month and all, in transactions at once: no deadlock, and rows for both."""
    month = _READ.replace("'all'", "'month'")
    start = threading.Barrier(2)

    def read(number: int) -> list[int]:
        with psycopg.connect(url) as conn:
            start.wait()
            order = (_READ, month) if number == 0 else (month, _READ)
            return [len(conn.execute(sql).fetchall()) for sql in order]

    assert at_once(2, read) == [[10, 10], [10, 10]]
