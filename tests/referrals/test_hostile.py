"""A session that means harm: shadowing names, leaky conditions, forged settings, other roles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
import pytest

from referrals_cases import CASES, call
from schools import FOREIGN, OWN, ROLES, ROOT, SECRETS, Schools, Session, id_of, open_schools
from servers import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHOOL = id_of(OWN, 1)
_APP, _READER, _ADMIN = ROLES
# What tells when it was asked, or how long that took.
_TIMES = re.compile(r"datetime\.datetime\([^)]*\)+|, \d+\)$|'created_at': '[^']*'|seconds': \d+")


@pytest.fixture(scope="module", params=VERSIONS)
def schools(request: pytest.FixtureRequest) -> Iterator[Schools]:
    """Answers a database with two schools and a schema of somebody who means harm."""
    with open_schools(request.param) as opened:
        opened.owner.execute((ROOT / "tests/referrals/hostile.sql").read_text(encoding="utf-8"))
        yield opened


def _shadow(schools: Schools, session: Session) -> None:
    """Fills the session's temporary schema with what shadows tables, and goes first in its path."""
    session.conn.execute("set local transaction read write")
    for name, columns in _TABLES.items():
        session.conn.execute(f"create temporary table {name} ({columns})")
    session.conn.execute(
        "create function pg_temp.get_current_organization_id() returns uuid language sql "
        f"return '{id_of(FOREIGN, 1)}'::uuid"
    )
    session.conn.execute("set local search_path = pg_temp, hostile, public, pg_catalog")


_TABLES = {
    **dict.fromkeys(("pg_class", "pg_proc", "pg_type", "pg_roles"), "oid oid"),
    **dict.fromkeys(
        (
            "organizations",
            "students",
            "teachers",
            "user_rankings",
            "student_referrals",
            "referral_campaigns",
            "referral_leaderboard_cache",
            "points_transactions",
            "achievements",
            "new_referrals",
            "old_referrals",
        ),
        "id uuid, organization_id uuid, user_id uuid",
    ),
}


def test_the_shadows_are_real(schools) -> None:
    """What is put into the caller's path does strike a statement that names things by the path."""
    with schools.session(_APP, _SCHOOL) as session:
        _shadow(schools, session)
        assert session.ask("select 'a'::text = 'b'::text").state == "HX001"
        assert session.ask("select now()").state == "HX001"
        assert session.ask("select public.get_referral_tier_bonus(5)").state == ""
        assert session.ask("table user_rankings").rows == ()


@pytest.mark.parametrize("role", ROLES)
def test_a_function_does_the_same_in_a_hostile_session(schools, role) -> None:
    """With every name shadowed each function gives what it gives in a clean session."""
    for name, case in CASES.items():
        if role not in case.roles:
            continue
        answers = []
        for shadow in (False, True):
            with schools.session(role, _SCHOOL) as session:
                if shadow:
                    _shadow(schools, session)
                answers.append(session.ask(call(name, OWN)))
        clean, hostile = answers
        assert hostile.state == clean.state, (name, hostile)
        assert _TIMES.sub("", hostile.text) == _TIMES.sub("", clean.text), name


def test_triggers_do_the_same_in_a_hostile_session(schools) -> None:
    """An enrollment in a hostile session is awarded as in a clean one, once, in the own school."""
    before = schools.hashes(FOREIGN)
    with schools.session(_APP, _SCHOOL) as session:
        _shadow(schools, session)
        done = session.ask(
            "update public.student_referrals set status = 'enrolled' "
            f"where id operator(pg_catalog.=) '{id_of(OWN, 12)}'::pg_catalog.uuid"
        )
        assert (done.state, done.count) == ("", 1)
        session.conn.execute("set local search_path = pg_catalog")
        awards = session.ask(
            "select points_amount from public.points_transactions "
            f"where reference_id = '{id_of(OWN, 12)}'"
        )
        assert awards.rows == ("(11111,)",)
        session.conn.execute("reset session authorization")
        assert schools.hashes(FOREIGN) == before


@pytest.mark.parametrize("role", ROLES)
def test_a_leaky_condition_sees_no_other_row(schools, role) -> None:
    """A cheap function in a condition that tells all it is given is given no other school's row."""
    for one in (one for one in schools.relations if one.key and one.kind in "rv"):
        if not schools.may(role, one, "select"):
            continue
        with schools.session(role, _SCHOOL) as session:
            session.conn.execute("set local transaction read write")
            session.conn.execute(
                "create function pg_temp.leak(p_id uuid) returns boolean language plpgsql "
                "cost 0.0000001 as 'begin raise notice ''%'', p_id; return true; end'"
            )
            # Cheaper than the comparison of organizations, so that it would go first if it might.
            answer = session.ask(
                f"select count(*) from public.{one.name} where pg_temp.leak({one.key})"
            )
            assert not answer.tells(*SECRETS), one.name
            assert answer.tells("aaaaaaaa"), one.name


@pytest.mark.parametrize("role", ROLES)
def test_the_planner_s_statistics_tell_no_other_row(schools, role) -> None:
    """What the server knows of the values of columns is not shown to the roles."""
    with schools.session(role, _SCHOOL) as session:
        answer = session.ask("select most_common_vals::text, histogram_bounds::text from pg_stats")
        assert not answer.tells(*SECRETS)


_ESCAPES = (
    "set role referral_owner",
    "set role postgres",
    "set session authorization referral_owner",
    "set session_replication_role = replica",
    "alter role {role} bypassrls",
    "alter role {role} superuser",
    "grant referral_owner to {role}",
    "grant pg_read_all_data to {role}",
    "create role another login in role {other}",
    "alter table public.students disable row level security",
    "alter table public.students owner to {role}",
    "create policy mine on public.students using (true)",
    "drop policy students_organization_policy on public.students",
    "alter policy students_organization_policy on public.students using (true)",
    "create table public.mine (id uuid)",
    "create function public.mine() returns integer language sql return 1",
    "create schema mine",
    "create or replace function public.get_current_organization_id() returns uuid return null",
    "alter function public.get_current_organization_id() owner to {role}",
    "alter function public.get_referral_tier_bonus(integer) security definer",
    "grant select on public.mv_referral_analytics to {role}",
    "refresh materialized view public.mv_referral_analytics",
    "create or replace view public.referral_analytics as select 1 as one",
    "alter view public.referral_analytics set (security_barrier = false)",
    "create rule mine as on insert to public.students do nothing",
    "copy public.students to program 'cat'",
    "copy public.students from '/etc/passwd'",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('.')",
    "alter default privileges for role referral_owner grant select on tables to {role}",
)


@pytest.mark.parametrize("role", ROLES)
def test_there_is_no_way_out_of_the_role(schools, role) -> None:
    """What would give a role more rights, or take the guards off, is refused."""
    other = next(one for one in ROLES if one != role)
    with schools.login(role) as conn:
        conn.execute("set default_transaction_read_only = off")
        for sql in _ESCAPES:
            answer = Session(conn).ask(sql.format(role=role, other=other))
            assert answer.state == "42501", (sql, answer)


@pytest.mark.parametrize("role", ROLES)
def test_row_security_off_shows_an_error_and_no_row(schools, role) -> None:
    """A session that switches policies off is told so instead of being given rows."""
    with schools.session(role, _SCHOOL) as session:
        session.conn.execute("set local row_security = off")
        answer = session.ask("select full_name from public.students")
        assert (answer.state, answer.rows) == ("42501", ())


@pytest.mark.parametrize("role", ROLES)
def test_a_member_that_takes_the_role_on_is_bound_as_it_is(schools, role) -> None:
    """Who logs in as another role and sets this one, or has its rights, sees the same rows."""
    schools.owner.execute("drop role if exists somebody")
    schools.owner.execute(f"create role somebody login in role {role}")
    with schools.login("somebody") as conn:
        conn.autocommit = True
        for first in ("select", f"set role {role}"):
            conn.execute(first)
            session = Session(conn)
            for organization, seen in ((_SCHOOL, "Own"), ("", ""), (id_of("c", 1), "")):
                conn.execute("select set_config('app.organization_id', %s, false)", [organization])
                answer = session.ask("select full_name from public.students")
                assert not answer.tells(*SECRETS)
                assert answer.tells("Own") == bool(seen)
            other = next(one for one in ROLES if one != role)
            assert session.ask(f"set role {other}").state == "42501"
        conn.execute("reset role")


@pytest.mark.parametrize("role", ROLES)
def test_a_login_s_setting_ends_with_its_transaction(schools, role) -> None:
    """Set for a transaction, the organization is gone in the next one on the same connection."""
    with schools.login(role) as conn:
        with conn.transaction():
            conn.execute("select set_config('app.organization_id', %s, true)", [_SCHOOL])
            assert conn.execute("select count(*) from public.students").fetchone() == (2,)
        assert conn.execute("select count(*) from public.students").fetchone() == (0,)


def test_a_reader_s_login_writes_nothing(schools) -> None:
    """A reader's transactions are read-only, and its rights end a write where they are not."""
    with schools.login(_READER) as conn:
        conn.execute("select set_config('app.organization_id', %s, false)", [_SCHOOL])
        board = "select count(*) from public.get_referral_leaderboard_cached(%s)"
        assert conn.execute(board, [_SCHOOL]).fetchone() == (1,)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            conn.execute("delete from public.students")
        conn.execute("set default_transaction_read_only = off")
        assert conn.execute(board, [_SCHOOL]).fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("delete from public.students")
