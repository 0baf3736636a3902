"""Status moves of sessions beside one another: awards, locks and notifications."""

from __future__ import annotations

import json
from datetime import datetime

import psycopg
import pytest

from sessions import SCHOOL, ask, at_once, open_school

_ALL = "select array_agg(id) from public.student_referrals"
_ENROLL = "update public.student_referrals set status = 'enrolled' where id = md5(%s)::uuid"
_MONTH = f"""
select public.award_periodic_referral_achievements(
    '{SCHOOL}',
    array(select user_id from public.user_rankings),
    date_trunc('month', current_date)::date
)
"""


@pytest.fixture
def url(site) -> str:
    """Answers a school with 40 referrers of ten contacted referrals each."""
    return open_school(site)


def _awards(url: str) -> tuple[int, int]:
    return ask(
        url,
        "select count(*), count(distinct reference_id) from public.points_transactions "
        "where category = 'referral'",
    )[0]


def _try(url: str, sql: str, *values: object) -> str:
    """Answers the state that a statement ended with."""
    try:
        ask(url, sql, *values)
    except psycopg.Error as error:
        return error.sqlstate or "gone"
    return ""


def test_one_referral_is_awarded_once_by_many_sessions(url) -> None:
    """Eight sessions enroll the same referral: one ledger row, one success."""
    states = at_once(8, lambda _: _try(url, _ENROLL, "referral 1 1"))
    assert states == [""] * 8
    assert _awards(url) == (1, 1)
    assert ask(
        url,
        "select successful_referrals, referral_points_earned from public.user_rankings "
        "where user_id = md5('student 1')::uuid",
    ) == [(1, 100)]
    assert ask(url, "select count(*) from public.referral_outbox") == [(2,)]


def test_overlapping_bulks_award_each_referral_once(url) -> None:
    """Four bulks of all referrals at once: none fails, each referral has one ledger row."""
    (ids,) = ask(url, _ALL)[0]
    bulk = "select processed, failed from public.bulk_process_referrals(%s)"
    done = at_once(4, lambda _: ask(url, bulk, ids))
    assert done == [[(400, 0)]] * 4
    assert _awards(url) == (400, 400)


def test_an_achievement_is_earned_once_by_sessions_at_once(url) -> None:
    """Sessions that judge the same users at once earn each achievement once, and pay it once."""
    (ids,) = ask(url, _ALL)[0]
    ask(url, "select public.bulk_process_referrals(%s)", ids)
    states = at_once(6, lambda _: _try(url, _MONTH))
    assert set(states) <= {"", "55P03"}
    assert "" in states
    # The others may all have met its locks: who comes after it finds all of it earned.
    assert _try(url, _MONTH) == ""
    earned = ask(
        url,
        "select count(*), sum(coins_awarded) from public.student_achievements "
        "join public.achievements on achievements.id = achievement_id "
        "where code in ('monthly_referrer', 'quality_referrer')",
    )
    assert earned == [(80, 40 * 200)]
    paid = ask(
        url,
        "select count(*), sum(coins_earned) from public.points_transactions "
        "where subcategory in ('monthly_referrer', 'quality_referrer')",
    )
    assert paid == [(80, 40 * 200)]


def test_a_worker_waits_for_no_ranking(url) -> None:
    """Work on a ranking that somebody holds is put off without a failure, and done later."""
    ask(url, _ENROLL, "referral 1 1")
    with psycopg.connect(url) as holder:
        holder.execute("select from public.user_rankings where user_id = md5('student 1')::uuid "
                       "for update")  # fmt: skip
        assert ask(url, "select * from public.process_referral_outbox()") == [(1, 0, 1)]
    assert ask(
        url,
        "select attempts, available_at > now() from public.referral_outbox "
        "where processed_at is null",
    ) == [(0, True)]
    ask(url, "update public.referral_outbox set available_at = now()")
    assert ask(url, "select * from public.process_referral_outbox()") == [(1, 0, 0)]


def _heard(listener: psycopg.Connection) -> list[dict[str, str]]:
    return [json.loads(one.payload) for one in listener.notifies(timeout=0.5)]


def test_a_listener_hears_an_organization_once_a_transaction(url) -> None:
    """Three statements of many rows in one transaction are one notification, at its commit."""
    with psycopg.connect(url, autocommit=True) as listener, psycopg.connect(url) as writer:
        listener.execute("listen ranking_changes")
        started = writer.execute("select now()").fetchone()[0]
        for number in (1, 2, 3):
            writer.execute(
                "update public.student_referrals set status = 'enrolled' "
                "where referrer_id = md5(%s)::uuid",
                [f"student {number}"],
            )
        writer.execute(
            "update public.student_referrals set status = 'declined' "
            "where referrer_id = md5('student 4')::uuid"
        )
        assert _heard(listener) == []
        writer.commit()
        (heard,) = _heard(listener)
        assert heard.keys() == {"organization_id", "changed_at"}
        assert heard["organization_id"] == SCHOOL
        users = listener.execute(
            "select count(*) from public.user_rankings "
            "where organization_id = %s and updated_at = %s",
            [heard["organization_id"], heard["changed_at"]],
        ).fetchone()
        assert users == (3,)
        assert started == datetime.fromisoformat(heard["changed_at"])


def test_a_listener_hears_nothing_when_nothing_changed(url) -> None:
    """Notes, a status set to what it is, an illegal move and a rollback are no news."""
    with psycopg.connect(url, autocommit=True) as listener:
        listener.execute("listen ranking_changes")
        ask(url, "update public.student_referrals set contact_notes = 'Called.'")
        ask(url, "update public.student_referrals set status = status")
        assert _try(url, "update public.student_referrals set status = 'pending'") == "RD003"
        with psycopg.connect(url) as writer:
            writer.execute("update public.student_referrals set status = 'enrolled'")
            writer.rollback()
        assert _heard(listener) == []
        ask(url, _ENROLL, "referral 1 1")
        assert len(_heard(listener)) == 1


def test_a_repeated_bulk_is_no_news(url) -> None:
    """A bulk tells the organization once, and nothing when it is called again."""
    (ids,) = ask(url, _ALL)[0]
    with psycopg.connect(url, autocommit=True) as listener:
        listener.execute("listen ranking_changes")
        for expected in (1, 0):
            ask(url, "select public.bulk_process_referrals(%s)", ids)
            assert len(_heard(listener)) == expected
