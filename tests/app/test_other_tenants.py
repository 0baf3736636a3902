"""Nothing of another school: no answer, no name in Redis, no value in it, no word of an error."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from app_schools import make_school, same
from referrals import ReferralError, Tenant
from referrals.cache.codec import decode

pytestmark = pytest.mark.needs("local15", "redis")


@pytest.fixture
def foreign(school):
    """Answers another school in the same database."""
    return make_school(school.url)


def _secrets(foreign) -> list[str]:
    names = [f"{foreign.letter} {word}" for word in ("1", "somebody", "teacher")]
    return [*names, str(foreign.tenant.organization_id), f"School {foreign.letter}"]


def test_ids_of_another_school_lead_nowhere(cached, plain, school, foreign) -> None:
    """Who knows another tenant's ids is told what is told of ids that are nobody's."""
    assert same(cached, plain, foreign)
    assert same(cached, plain, foreign)
    other = foreign.student(4)
    calls = (  # each with the app, a student and a referral
        lambda app, student, _: app.dashboard(school.tenant, student),
        lambda app, student, _: app.profile(school.tenant, student),
        lambda app, _, referral: app.move(school.tenant, referral, "enrolled"),
        lambda app, _, referral: app.points(school.tenant, referral),
        lambda app, student, _: app.create(school.tenant, student, "A", "+998901234567"),
        lambda app, student, referral: app.join_campaign(school.tenant, referral, student),
    )
    for app in (cached, plain):
        for call in calls:
            nobody = uuid4()
            told = _refusal(call, app, other, foreign.referral(4))
            assert told.replace(str(other), "").replace(str(foreign.referral(4)), "") == _refusal(
                call, app, nobody, nobody
            ).replace(str(nobody), "")
            assert not any(secret in told for secret in _secrets(foreign))
    bulk = cached.process(school.tenant, [foreign.referral(4)])
    assert (bulk.processed, bulk.failed) == (0, 1)
    assert cached.campaigns(school.tenant, other) == cached.campaigns(school.tenant, uuid4())
    assert same(cached, plain, foreign)


def _refusal(call, app, student, referral) -> str:
    with pytest.raises(ReferralError) as raised:
        call(app, student, referral)
    return f"{type(raised.value).__name__} {raised.value} {raised.value.hint}"


def test_an_id_of_another_schools_referral_is_not_taken_over(plain, school, foreign) -> None:
    """A referral that is entered under an id of somebody else's changes nothing of it."""
    before = foreign.ask("select * from student_referrals where id = %s", foreign.referral(1))
    with pytest.raises(ReferralError):
        plain.create(
            school.tenant,
            school.student(1),
            "A",
            "+998901234567",
            referral_id=foreign.referral(1),
        )
    assert (
        foreign.ask("select * from student_referrals where id = %s", foreign.referral(1)) == before
    )


def test_what_is_kept_is_kept_under_its_tenant(
    cached, plain, redis_server, school, foreign
) -> None:
    """No name and no value of one school in Redis has a word of the other's."""
    for one in (school, foreign):
        assert same(cached, plain, one)
        assert same(cached, plain, one)
    with redis_server.client() as client:
        for one, other in ((school, foreign), (foreign, school)):
            names = client.keys(f"*{one.tenant.organization_id}*")
            assert len(names) > 12
            for name in names:
                assert not any(secret.encode() in name for secret in _secrets(other))
                if not name.endswith((b":mark", b":turn")) and b":change:" not in name:
                    body = decode(name.decode(), client.get(name)).body
                    assert not any(secret.encode() in body for secret in _secrets(other))


def test_an_answer_that_is_moved_to_another_schools_name_is_refused(
    cached, plain, redis_server, school, foreign
) -> None:
    """Even who can write in Redis cannot make one school see another's dashboard by copying."""
    for one in (school, foreign):
        for _ in range(2):
            assert same(cached, plain, one)
    with redis_server.client() as client:
        (own,) = client.keys(f"*{school.tenant.organization_id}:dashboard:{school.student(4)}")
        (other,) = client.keys(f"*{foreign.tenant.organization_id}:dashboard:{foreign.student(4)}")
        client.copy(other, own, replace=True)
    assert same(cached, plain, school)
    assert cached.counters().corrupt > 0


def test_threads_of_two_schools_share_connections_and_nothing_else(
    start, redis_server, school, foreign
) -> None:
    """Calls for two schools by turns on one connection each see their own."""
    app = start(redis_url=redis_server.url, pool_max=1)
    other = start(pool_max=1)

    def ask(number: int) -> bool:
        one = (school, foreign)[number % 2]
        student = one.student(number % 12 + 1)
        return all(
            found.dashboard(one.tenant, student).full_name == f"{one.letter} {number % 12 + 1}"
            and found.profile(one.tenant, student).organization_name == f"School {one.letter}"
            and found.leaderboard(one.tenant, "all", 1)[0].full_name.startswith(one.letter)
            for found in (app, other)
        )

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(120)))


def test_a_connection_goes_back_without_its_tenant(start, school) -> None:
    """After a call nothing is left of it: the next one without a tenant would see no row."""
    app = start(pool_max=1)
    app.dashboard(school.tenant, school.student(1))
    app.profile(school.tenant, school.student(1))
    with pytest.raises(ReferralError):
        app.dashboard(Tenant(uuid4()), school.student(1))
    with app._access.pool.connection() as conn:  # noqa: SLF001 - what a call leaves behind
        assert conn.execute("select count(*) from students").fetchone() == (0,)
        for name in ("app.organization_id", "app.user_id", "app.leaderboard_cache"):
            assert conn.execute("select current_setting(%s, true)", [name]).fetchone()[0] in (
                "",
                None,
            )
