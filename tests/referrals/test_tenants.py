"""Nobody reads or writes another school's rows: each role, each table and view of the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schools import FOREIGN, OWN, ROLES, SECRETS, Schools, id_of, open_schools
from servers import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schools import Relation

_APP, _READER, _ADMIN = ROLES
_SCHOOL = id_of(OWN, 1)
_RIGHTS = ("select", "insert", "update", "delete", "truncate", "references", "trigger")
_READ = dict.fromkeys(ROLES, "select")
_WORK = {_APP: "select insert update", _READER: "select", _ADMIN: "select insert update"}

#: What each role may do with each table and view, in some column at least. A table that is not
#: here fails the tests: say what each role may do with it.
_ALLOWED = {
    "achievements": {**_READ, _ADMIN: "select insert update"},
    "mv_referral_analytics": {},
    "organizations": {**_READ, _ADMIN: "select update"},
    "points_transactions": {role: _READ[role] + " insert" for role in (_APP, _ADMIN)}
    | {_READER: "select"},
    "profiles": {_APP: "select update", _READER: "select", _ADMIN: "select insert update"},
    "referral_alert_thresholds": {},
    "referral_analytics": _READ,
    "referral_cache_samples": {},
    "referral_campaign_participants": {
        _APP: "select insert",
        _READER: "select",
        _ADMIN: "select insert delete",
    },
    "referral_campaigns": {
        _APP: "select update",
        _READER: "select",
        _ADMIN: "select insert update",
    },
    "referral_leaderboard_cache": {
        _APP: "select insert update delete",
        _READER: "select",
        _ADMIN: "select insert update delete",
    },
    "referral_outbox": {_APP: "insert", _ADMIN: "select insert"},
    "referral_performance_metrics": {_APP: "insert", _ADMIN: "insert"},
    "referral_performance_metrics_default": {},
    "referral_pool_states": dict.fromkeys((_APP, _ADMIN), "select insert update"),
    "referral_view_refreshes": _READ,
    "student_achievements": {
        _APP: "select insert",
        _READER: "select",
        _ADMIN: "select insert",
    },
    "student_referrals": {**_WORK, _ADMIN: "select insert update delete"},
    "students": _WORK,
    "teachers": _WORK,
    "user_goals": _WORK,
    "user_rankings": _WORK,
}
#: Tables without an organization: what is in them is nobody's.
_NOBODYS = {
    "referral_alert_thresholds",
    "referral_cache_samples",
    "referral_performance_metrics",
    "referral_performance_metrics_default",
    "referral_pool_states",
    "referral_view_refreshes",
}
#: No right, not that kind of relation, not a view that can be written.
_REFUSED = {"42501", "42809", "55000"}
_MALFORMED = (
    "b",
    "%",
    "null",
    " " + id_of(FOREIGN, 1),
    id_of(FOREIGN, 1) + "\n",
    id_of(OWN, 1) + "," + id_of(FOREIGN, 1),
    "{" + id_of(FOREIGN, 1) + "}",
    id_of(FOREIGN, 1).replace("-", ""),
    "'; reset role; --",
)


@pytest.fixture(scope="module", params=VERSIONS)
def schools(request: pytest.FixtureRequest) -> Iterator[Schools]:
    """Answers a database with two schools, on each version in turn."""
    with open_schools(request.param) as opened:
        yield opened


def _expected(name: str, role: str) -> set[str]:
    return set(_ALLOWED[name].get(role, "").split())


def test_every_table_has_a_case_and_a_row_of_each_school(schools) -> None:
    """A table or view that this file does not know, or that no school has rows in, is an error."""
    assert {one.name for one in schools.relations} == _ALLOWED.keys()
    assert {one.name for one in schools.relations if not one.key} == _NOBODYS
    for letter in (OWN, FOREIGN):
        assert [name for name, md5 in schools.hashes(letter).items() if not md5] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_these_rights_and_no_more(schools, role) -> None:
    """What may be done in any column of a table is what is written above."""
    for one in schools.relations:
        has = {
            right
            for right in _RIGHTS
            if schools.column(
                "select has_table_privilege(%s, %s, %s)", role, f"public.{one.name}", right
            )[0]
            or (right in "select insert update references" and schools.may(role, one, right))
        }
        assert (one.name, has) == (one.name, _expected(one.name, role))


def test_nobody_has_rights_through_public_or_on_the_ledger(schools) -> None:
    """Everybody has no right on a table, and the roles have none on the migrations' ledger."""
    assert schools.column("select relname from pg_class where relacl::text ~ '[{,]=[a-zA-Z]' "
                          "and relnamespace = 'public'::regnamespace") == []  # fmt: skip
    ledger = schools.column(
        "select relname from pg_class, unnest(%s::text[]) as role where relkind = 'r' "
        "and (relnamespace = 'refdb'::regnamespace or relname ~ '^_?yoyo') "
        "and has_table_privilege(role, pg_class.oid, 'select, insert, update, delete')",
        list(ROLES),
    )
    assert ledger == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_its_school_and_nothing_else(schools, role) -> None:
    """Each way of reading each table gives rows of the own school, and none of the other's."""
    for one in schools.relations:
        columns = ", ".join(schools.may(role, one, "select")) or "*"
        reads = [
            f"select {columns} from public.{one.name}",
            f"select {columns} from public.{one.name} for share",
            f"with told as materialized (select {columns} from public.{one.name}) table told",
            f"select json_agg(row(told.*)) from (select {columns} from public.{one.name}) as told",
        ]
        with schools.session(role, _SCHOOL) as session:
            for number, sql in enumerate(reads):
                answer = session.ask(sql)
                assert not answer.tells(*SECRETS), sql
                if "select" not in _expected(one.name, role):
                    assert answer.state == "42501", sql
                elif one.key and number != 1:
                    assert answer.tells("aaaaaaaa"), sql


@pytest.mark.parametrize("role", ROLES)
def test_without_a_setting_there_are_no_rows(schools, role) -> None:
    """An unset and an empty organization see no school's row in any table."""
    for organization in (None, ""):
        for one in (one for one in schools.relations if one.key):
            columns = ", ".join(schools.may(role, one, "select")) or "*"
            with schools.session(role, organization) as session:
                answer = session.ask(f"select {columns} from public.{one.name}")
                assert not answer.tells("aaaaaaaa", "Own", *SECRETS), one.name
                assert answer.state in {"", "42501"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("malformed", _MALFORMED)
def test_a_malformed_setting_is_an_error(schools, role, malformed) -> None:
    """A setting that is no id in its usual form raises RD020 wherever rows would be read."""
    for one in (one for one in schools.relations if one.key):
        columns = ", ".join(schools.may(role, one, "select"))
        if columns:
            with schools.session(role, malformed) as session:
                assert session.ask(f"select {columns} from public.{one.name}").state == "RD020"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("organization", [_SCHOOL, "", id_of("c", 1)])
def test_a_role_writes_nothing_of_another_school(schools, role, organization) -> None:
    """Copies of the other school's rows, changes and deletions leave the other school as it is."""
    before = schools.hashes(FOREIGN)
    for one in schools.relations:
        attempts = _attempts(schools, role, one)
        with schools.session(role, organization) as session:
            for right, sql in attempts.items():
                answer = session.ask(sql)
                assert not answer.tells(*SECRETS), sql
                is_let = right in _expected(one.name, role)
                if not is_let or (right == "insert" and one.name not in _NOBODYS):
                    assert answer.state in _REFUSED, (sql, answer)
                elif organization != _SCHOOL and one.key:
                    assert answer.count <= 0, (sql, answer)
            session.conn.execute("reset session authorization")
            assert schools.hashes(FOREIGN) == before, one.name


def _attempts(schools: Schools, role: str, one: Relation) -> dict[str, str]:
    """Writes of the columns that the role may write, or else of all."""
    table = f"public.{one.name}"
    insert = ", ".join(schools.may(role, one, "insert") or one.plain)
    update = schools.may(role, one, "update") or one.plain
    where = f"where whole.{one.key} = '{id_of(FOREIGN, 1)}'" if one.key else ""
    rows = schools.column(
        f"select coalesce(jsonb_agg(to_jsonb(whole)), '[]')::text from {table} as whole {where}"
    )[0].replace("'", "''")
    return {
        "insert": f"insert into {table} ({insert}) overriding system value "
        f"select {insert} from jsonb_populate_recordset(null::{table}, '{rows}')",
        "update": f"update {table} set " + ", ".join(f"{name} = {name}" for name in update),
        "delete": f"delete from {table}",
        "truncate": f"truncate {table} cascade",
    }


@pytest.mark.parametrize("role", ROLES)
def test_keys_organizations_and_times_of_creation_stay(schools, role) -> None:
    """No role may update whose a row is or when it was made, or choose when it is made."""
    for one in schools.relations:
        if one.kind in "rp" and one.name != "referral_leaderboard_cache":
            fixed = {"id", "organization_id", "user_id", "created_at", "created_by", "earned_at"}
            assert fixed.isdisjoint(schools.may(role, one, "update")), one.name
            assert {"created_at", "earned_at"}.isdisjoint(schools.may(role, one, "insert"))
