"""No function reads or writes another school's rows: each role, each function of the catalog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from referrals_cases import CASES, call
from schools import FOREIGN, OWN, ROLES, SECRETS, Answer, Schools, id_of, open_schools
from servers import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_APP, _READER, _ADMIN = ROLES
_SCHOOL = id_of(OWN, 1)


@pytest.fixture(scope="module", params=VERSIONS)
def schools(request: pytest.FixtureRequest) -> Iterator[Schools]:
    """Answers a database with two schools, on each version in turn."""
    with open_schools(request.param) as opened:
        yield opened


def _tells(answer: Answer, known: str, *words: str) -> bool:
    """Whether an answer tells something that is not in what the session has said itself."""
    ids = re.findall(r"[0-9a-f-]{36}", known)
    text = re.sub("|".join(ids), "", answer.text) if ids else answer.text
    return any(word in text for word in words)


def test_every_function_has_a_case(schools) -> None:
    """A function that this file does not know is an error; a trigger's has its own test."""
    names = schools.column(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace "
        "and prokind = 'f' and prorettype <> 'trigger'::regtype"
    )
    assert set(names) == CASES.keys()


def test_roles_may_run_these_functions_and_no_more(schools) -> None:
    """Who may run a function is what is written above; everybody may run none."""
    found = schools.owner.execute(
        "select proname, array(select role from unnest(%s::text[]) as role "
        "where has_function_privilege(role, pg_proc.oid, 'execute')) from pg_proc "
        "where pronamespace = 'public'::regnamespace and prokind = 'f' "
        "and prorettype <> 'trigger'::regtype",
        [list(ROLES)],
    )
    assert {name: frozenset(roles) for name, roles in found} == {
        name: one.roles for name, one in CASES.items()
    }
    everybody = schools.column(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace "
        "and (proacl is null or proacl::text ~ '[{,]=X')"
    )
    assert everybody == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", CASES)
def test_a_function_serves_the_own_school(schools, name, role) -> None:
    """Called for the own school it gives what it is for, or is refused to who may not run it."""
    case, sql = CASES[name], call(name, OWN)
    before = schools.hashes(FOREIGN)
    with schools.session(role, _SCHOOL) as session:
        answer = session.ask(sql)
        assert not _tells(answer, sql, *SECRETS)
        if role in case.roles:
            assert not case.gives or (answer.state == "" and case.gives in answer.text), answer
            assert answer.state != "42501", answer
        else:
            assert answer.state == "42501", answer
        session.conn.execute("reset session authorization")
        assert schools.hashes(FOREIGN) == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", CASES)
def test_a_function_does_nothing_for_another_school(schools, name, role) -> None:
    """Called for the other school, with whichever user, it tells nothing and leaves its rows."""
    sql, before = call(name, FOREIGN), schools.hashes(FOREIGN)
    for user in ("", id_of(OWN, 2), id_of(FOREIGN, 2), id_of(FOREIGN, 3)):
        with schools.session(role, _SCHOOL, user) as session:
            answer = session.ask(sql)
            assert not _tells(answer, sql + user, *SECRETS), answer
            assert answer.state in {"", "42501"} or answer.state.startswith("RD"), answer
            session.conn.execute("reset session authorization")
            assert schools.hashes(FOREIGN) == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("organization", [None, "", "b", f"{_SCHOOL},{id_of(FOREIGN, 1)}"])
def test_without_a_good_setting_a_function_does_nothing(schools, role, organization) -> None:
    """Without a setting, or with a malformed one, no function tells or changes anything."""
    before = schools.hashes(OWN), schools.hashes(FOREIGN)
    for name in CASES:
        with schools.session(role, organization) as session:
            for letter in (OWN, FOREIGN):
                sql = call(name, letter)
                answer = session.ask(sql)
                assert not _tells(
                    answer, f"{sql} {organization}", "Own", "11111", "aaaaaaaa", *SECRETS
                ), answer
                assert answer.state in {"", "42501"} or answer.state.startswith("RD"), answer
            session.conn.execute("reset session authorization")
            assert (schools.hashes(OWN), schools.hashes(FOREIGN)) == before, name


@pytest.mark.parametrize("role", ROLES)
def test_a_trigger_function_is_run_by_its_triggers_only(schools, role) -> None:
    """No role calls a trigger's function or hangs it on a table of its own."""
    names = schools.column(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace "
        "and prorettype = 'trigger'::regtype"
    )
    assert len(names) >= 7
    with schools.session(role, _SCHOOL) as session:
        session.conn.execute("set local transaction read write")
        assert session.ask("create temporary table mine (id uuid)").state == ""
        for name in names:
            assert session.ask(f"select public.{name}()").state == "42501"
            made = session.ask(
                f"create trigger mine after insert on pg_temp.mine for each row "
                f"execute function public.{name}()"
            )
            assert made.state == "42501", name


def test_each_function_says_how_it_finds_names(schools) -> None:
    """None runs with other rights than its caller's, or finds a name by its caller's path."""
    unsafe = schools.column(
        "select proname from pg_proc join pg_language as lang on lang.oid = prolang "
        "where pronamespace = 'public'::regnamespace and (prosecdef or prokind = 'f' and not ("
        "(lanname = 'sql' and prosqlbody is not null) or "
        "(lanname = 'plpgsql' and 'search_path=pg_catalog, pg_temp' = any(proconfig))))"
    )
    assert unsafe == []


@pytest.mark.parametrize("role", ROLES)
def test_a_procedure_is_for_the_schedule_only(schools, role) -> None:
    """The one procedure commits, so it can have no path: it names everything, and nobody calls."""
    (body,) = schools.column(
        "select proname || prosrc from pg_proc "
        "where pronamespace = 'public'::regnamespace and prokind = 'p'"
    )
    loop = "drain_referral_outbox begin while public.drain_referral_outbox_batch() loop"
    assert " ".join(body.split()) == loop + " commit; end loop; end;"
    with schools.session(role, _SCHOOL) as session:
        assert session.ask("call public.drain_referral_outbox()").state == "42501"


@pytest.mark.parametrize("role", [_APP, _ADMIN])
def test_who_signs_is_the_current_user(schools, role) -> None:
    """A row that names who made it is let in for the current user, and for nobody else."""
    for user, signed, state in (
        (id_of(OWN, 2), id_of(OWN, 2), ""),
        (id_of(FOREIGN, 3), id_of(FOREIGN, 3), ""),  # a superadmin of the other school, let in
        (id_of(OWN, 2), id_of(FOREIGN, 2), "42501"),
        ("", id_of(FOREIGN, 2), "42501"),
        ("", id_of(OWN, 2), "42501"),
        ("b", id_of(OWN, 2), "RD020"),
    ):
        with schools.session(role, _SCHOOL, user) as session:
            for sql in _signed(signed):
                assert session.ask(sql).state == state or (
                    "referral_campaigns" in sql and role == _APP
                ), (user, sql)


def _signed(profile: str) -> tuple[str, ...]:
    student = id_of(OWN, 4)
    rows = {
        "points_transactions (organization_id, user_id, transaction_type, points_amount, "
        "category, awarded_by)": f"'{_SCHOOL}', '{student}', 'earned', 1, 'homework'",
        "student_referrals (organization_id, referrer_id, referrer_type, referred_student_name, "
        "referred_student_phone, created_by)": f"'{_SCHOOL}', '{student}', 'student', 'New', "
        "'+998901234567'",
        "referral_campaigns (organization_id, name, code, starts_at, created_by)": f"'{_SCHOOL}', "
        "'New', 'NEW', now()",
    }
    return tuple(
        f"insert into public.{where} values ({values}, '{profile}')"
        for where, values in rows.items()
    )


def test_no_school_makes_or_changes_a_superadmin(schools) -> None:
    """An administrator makes administrators of the own school, and no superadmin."""
    insert = (
        "insert into public.profiles (organization_id, full_name, email, role) "
        f"values ('{_SCHOOL}', 'New', 'new@school.example', '{{}}')"
    )
    with schools.session(_ADMIN, _SCHOOL) as session:
        assert session.ask(insert.format("admin")).state == ""
        assert session.ask(insert.format("superadmin")).state == "42501"
        promote = "update public.profiles set role = 'superadmin' where role = 'admin'"
        assert session.ask(promote).state == "42501"
        assert session.ask("update public.profiles set role = 'viewer' "
                           "where role = 'superadmin'").count == 0  # fmt: skip
