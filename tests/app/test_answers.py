"""The same answers with a cache and without, of the right types, whatever is written in between."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from app_schools import same
from referrals import (
    IllegalChangeError,
    InvalidArgumentError,
    NotFoundError,
    RefusedError,
    SettingsError,
    Tenant,
)

pytestmark = pytest.mark.needs("local15", "redis")


def test_answers_with_a_cache_are_those_without(cached, plain, school) -> None:
    """Dashboards with every rank and leaderboards of every period are equal, made and found."""
    for _ in range(2):
        assert same(cached, plain, school)
    before = cached.counters()
    assert same(cached, plain, school)
    after = cached.counters()
    assert (after.misses, after.bypassed) == (before.misses, 0)
    assert after.hits > before.hits
    assert plain.counters().hit_ratio is None


def test_answers_are_the_same_through_a_story(cached, plain, school) -> None:
    """After each of 25 writes of every kind, all answers are those of the database, at once."""
    draw = random.Random(7)  # noqa: S311 - no secret
    open_ones = [school.referral(number) for number in range(1, 10)]
    for _ in range(25):
        step = draw.choice(["create", "contact", "decline", "enroll", "bulk"])
        student = school.student(draw.randrange(1, 12))
        if step == "create" or len(open_ones) < 2:
            made = cached.create(school.tenant, student, "Somebody", "+998901234567")
            open_ones.append(cached.move(school.tenant, made.referral_id, "contacted").referral_id)
        elif step == "bulk":
            cached.process(school.tenant, [open_ones.pop(), uuid4()])
        elif step != "contact":
            status = "declined" if step == "decline" else "enrolled"
            cached.move(school.tenant, open_ones.pop(draw.randrange(len(open_ones))), status)
        assert cached.dashboard(school.tenant, student) == plain.dashboard(school.tenant, student)
        assert same(cached, plain, school)
    assert cached.counters().bypassed == 0


def test_an_enrollment_moves_the_ranks_in_dashboards_that_stay(cached, plain, school) -> None:
    """Who is overtaken sees the new rank, and only the one who moved is made anew."""
    assert same(cached, plain, school)
    before = cached.counters().misses
    cached.move(school.tenant, school.referral(1), "enrolled")
    cached.move(school.tenant, school.referral(9), "enrolled")
    found = [cached.dashboard(school.tenant, one) for one in school.students]
    assert found == [plain.dashboard(school.tenant, one) for one in school.students]
    # The two dashboards and, when the third is looked at, the school's standing.
    assert cached.counters().misses == before + 3


def test_answers_have_real_types(plain, school) -> None:
    """Ids, moments and percentages come as what they are, and nothing in them can be changed."""
    board = plain.dashboard(school.tenant, str(school.student(4)))
    assert (board.totals.total, board.totals.enrolled, board.conversion_rate) == (5, 4, Decimal(80))
    assert board.rank.position == 1
    assert board.rank.behind.referral_points < board.referral_points
    assert len(board.months) == 12
    assert board.recent_referrals[0].created_at <= datetime.now(UTC)
    assert hash(board)
    profile = plain.profile(school.tenant, school.student(4))
    assert (profile.successful_referrals, profile.referral_conversion_rate) == (4, Decimal(80))
    assert "first_referral" in profile.achievements
    assert plain.profile(school.tenant, school.student(12)).current_rank is None
    assert plain.leaderboard(school.tenant)[0].rank == 1
    assert [one.code for one in plain.campaigns(school.tenant, school.student(1))] == ["SPRING"]
    points = plain.points(school.tenant, school.referral(1))
    assert (points.campaign_multiplier, points.total_points) == (Decimal("1.00"), 100)


def test_a_referral_is_worth_what_its_campaign_gives_to_who_takes_part(plain, school) -> None:
    """Once somebody has joined, a campaign is nobody else's; joining twice is joining once."""
    campaign = school.id(f"{school.letter} campaign")
    for _ in range(2):
        plain.join_campaign(school.tenant, campaign, school.student(1))
    assert len(plain.campaigns(school.tenant, school.student(1))) == 1
    assert plain.campaigns(school.tenant, school.student(2)) == ()
    assert plain.points(school.tenant, school.referral(1), campaign).total_points == 100


def test_a_write_that_is_repeated_is_done_once(plain, school) -> None:
    """A referral with the caller's id is entered once, a move and a bulk change nothing twice."""
    given, student = uuid4(), school.student(10)
    made = [
        plain.create(school.tenant, student, "Somebody", "+998901234567", referral_id=given)
        for _ in range(2)
    ]
    assert replace(made[1], changed_at=made[0].changed_at) == made[0]
    plain.move(school.tenant, given, "contacted", notes="called")
    enrolled = [plain.move(school.tenant, given, "enrolled") for _ in range(2)]
    assert [one.points_awarded for one in enrolled] == [100, 100]
    assert [plain.process(school.tenant, [given]).processed for _ in range(2)] == [1, 1]
    assert school.ask(
        "select count(*), sum(points_amount) from points_transactions where reference_id = %s",
        given,
    ) == [(1, 100)]
    assert plain.dashboard(school.tenant, student).totals.total == 1


def test_refusals_are_typed_and_say_what_to_do(plain, school) -> None:
    """Each family of errors of the schema has its class, code, sentence and hint."""
    nobody, somebody = uuid4(), school.student(1)
    phone = "+998901234567"
    enrolled = school.referral(1, 1)
    for call, kind, code in (
        (lambda: plain.dashboard(school.tenant, nobody), NotFoundError, "RD007"),
        (lambda: plain.profile(school.tenant, nobody), NotFoundError, "RD007"),
        (lambda: plain.points(school.tenant, nobody), NotFoundError, "RD001"),
        (lambda: plain.move(school.tenant, nobody, "declined"), NotFoundError, "RD001"),
        (lambda: plain.leaderboard(Tenant(nobody)), NotFoundError, "RD006"),
        (lambda: plain.move(school.tenant, enrolled, "pending"), IllegalChangeError, "RD003"),
        (lambda: plain.leaderboard(school.tenant, "year"), InvalidArgumentError, "RD008"),
        (lambda: plain.leaderboard(school.tenant, "all", 101), InvalidArgumentError, "RD009"),
        (lambda: plain.analytics(school.tenant, "shoe size"), InvalidArgumentError, "RD030"),
        (lambda: plain.create(school.tenant, somebody, "A", "12"), InvalidArgumentError, "23514"),
        (lambda: plain.create(school.tenant, nobody, "A", phone), NotFoundError, "RD001"),
    ):
        with pytest.raises(RefusedError) as raised:
            call()
        assert (type(raised.value), raised.value.code) == (kind, code)
        assert raised.value.hint
    with pytest.raises(SettingsError, match="no id"):
        plain.dashboard(school.tenant, "1; drop table students")
    # What was refused was no fault of the database's.
    assert plain.counters().database_state == "closed"


def test_an_expired_entry_is_made_anew(start, redis_server, plain, school) -> None:
    """After its life an answer shows what nobody has told the cache of."""
    life = 0.2
    short = start(redis_url=redis_server.url, cache_seconds=life, stale_seconds=0.0)
    short.dashboard(school.tenant, school.student(1))
    school.ask("update students set full_name = 'Renamed' where id = %s", school.student(1))
    end = time.monotonic() + 30
    while short.dashboard(school.tenant, school.student(1)).full_name != "Renamed":
        assert time.monotonic() < end
        time.sleep(life / 4)
    assert same(short, plain, school)
