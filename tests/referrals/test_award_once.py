"""However many sessions award a referral at once, the ledger has one row for it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from refdb import config
from refdb.project import Project
from servers import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Award = Callable[[psycopg.Connection], object]

_ROOT = Path(__file__).parents[2]
_SOME = (
    "select id from public.student_referrals "
    "where status = 'contacted' and deleted_at is null order by id limit 30"
)
_LEDGER = (
    "select count(*), count(distinct award.id), sum(award.points_amount) "
    "from public.points_transactions as award where award.reference_id = any(%s) "
    "and award.reference_type = 'student_referral'"
)
_KEPT = (
    "select bool_and(ranking.referral_points_earned = counted.points "
    "and ranking.successful_referrals = counted.successes) "
    "from public.user_rankings as ranking cross join lateral ("
    "select coalesce(sum(points_awarded), 0) as points, "
    "count(*) filter (where status = 'enrolled') as successes "
    "from public.student_referrals where referrer_id = ranking.user_id and deleted_at is null"
    ") as counted"
)


@pytest.fixture(params=VERSIONS)
def site(request: pytest.FixtureRequest) -> Iterator[str]:
    """Answers the URL of a database with a thousand referrals, on each version in turn."""
    project = Project(config.Config(root=_ROOT))
    with project.throwaway(postgres=request.param, sample=1_000) as opened:
        yield opened.url


def _bulk(ids: list) -> Award:
    return lambda conn: conn.execute(
        "select * from public.bulk_process_referrals(%s)", (ids,)
    ).fetchone()


def _one_by_one(ids: list) -> Award:
    return lambda conn: conn.execute(
        "select * from public.process_referrals(%s)", (ids,)
    ).fetchone()


def _update(ids: list) -> Award:
    def act(conn: psycopg.Connection) -> None:
        # By hand, and only what is not enrolled yet: a program that looks first and then writes.
        for one in ids:
            conn.execute(
                "update public.student_referrals set status = 'enrolled' where id = %s", (one,)
            )

    return act


def _at_once(url: str, *awards: Award) -> list[psycopg.Error]:
    """Runs each in a session of its own, all begun before the first commits."""
    failed: list[psycopg.Error] = []
    ready = threading.Barrier(len(awards))

    def run(award: Award) -> None:
        try:
            with psycopg.connect(url) as conn:
                conn.execute("select 1")
                ready.wait(60)
                award(conn)
        except psycopg.Error as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(award,)) for award in awards]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    assert not any(one.is_alive() for one in threads)
    return failed


def _waiting(url: str) -> bool:
    with psycopg.connect(url) as conn:
        row = conn.execute(
            "select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock'"
        ).fetchone()
    return bool(row and row[0])


@pytest.mark.parametrize("first", [_bulk, _one_by_one, _update])
@pytest.mark.parametrize("second", [_bulk, _one_by_one, _update])
def test_second_session_waits_and_awards_nothing_twice(site, first, second) -> None:
    """One session has awarded and not committed; another awards the same, waits, and adds none."""
    with psycopg.connect(site) as conn:
        ids = [row[0] for row in conn.execute(_SOME)]
    assert len(ids) > 5
    failed: list[psycopg.Error] = []
    with psycopg.connect(site) as holder:
        first(ids)(holder)

        def follow() -> None:
            failed.extend(_at_once(site, second(ids)))

        thread = threading.Thread(target=follow)
        thread.start()
        while not _waiting(site):
            assert thread.is_alive()
        holder.commit()
        thread.join(120)
    assert failed == []
    _assert_awarded_once(site, ids)


def test_overlapping_bulks_neither_deadlock_nor_award_twice(site) -> None:
    """Four sessions award the same and neighbouring referrals, each in another order, at once."""
    with psycopg.connect(site) as conn:
        ids = [row[0] for row in conn.execute(_SOME)]
    parts = (ids, ids[::-1], ids[: len(ids) // 2] + ids[::-3], ids[len(ids) // 3 :])
    assert _at_once(site, *(_bulk(one) for one in parts)) == []
    _assert_awarded_once(site, ids)


def _assert_awarded_once(url: str, ids: list) -> None:
    with psycopg.connect(url) as conn:
        rows, transactions, points = conn.execute(_LEDGER, (ids,)).fetchone() or (0, 0, 0)
        awarded = conn.execute(
            "select sum(points_awarded) from public.student_referrals where id = any(%s) "
            "and status = 'enrolled'",
            (ids,),
        ).fetchone()
        assert (rows, transactions) == (len(ids), len(ids))
        assert awarded == (points,)
        # The sample's other rankings are right before; these are right after.
        assert conn.execute(_KEPT).fetchone() == (True,)
