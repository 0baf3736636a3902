"""Plans under the policies, foreign keys, deferred constraints, deadlocks."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import psycopg
import pytest

from refdb import config, db, plans
from refdb.plans import LOADED_ROWS
from refdb.project import Project
from schools import OWN, ROOT, Schools, id_of, open_schools
from servers import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHOOL = id_of(OWN, 1)
# They read what the application may not, and are its owner's.
_OWNERS_CONTRACTS = {
    "analytics_of_student",
    "metrics_of_window",
    "metrics_that_are_slow",
    "outbox_done",
    "outbox_due",
}


@pytest.fixture(scope="module", params=VERSIONS)
def schools(request: pytest.FixtureRequest) -> Iterator[Schools]:
    """Answers a database with two schools, on each version in turn."""
    with open_schools(request.param) as opened:
        yield opened


@pytest.mark.parametrize("postgres", VERSIONS)
def test_contracts_hold_under_the_policies(tree, postgres) -> None:
    """As the application at work for one organization, each contract's plan is what it promises."""
    contracts = [one for one in tree.contracts if one.name not in _OWNERS_CONTRACTS]
    assert len(contracts) >= 20
    for size in {size for one in contracts for size in one.sizes or (LOADED_ROWS,)}:
        of_size = [one for one in contracts if size in (one.sizes or (LOADED_ROWS,))]
        assert _broken_for_the_application(of_size, size, postgres) == []


def _broken_for_the_application(contracts, size, postgres):
    project = Project(config.Config(root=ROOT))
    with project.throwaway(postgres=postgres, sample=size) as opened, db.connect(opened.url) as c:
        school = c.execute("select organization_id from public.student_referrals limit 1")
        organization = str(school.fetchone()[0])
        c.execute("set session authorization referral_app")
        c.execute("select set_config('app.organization_id', %s, false)", [organization])
        verdicts = plans.check(c, contracts)
    return [(one.contract.name, one.findings) for one in verdicts if not one.kept]


def test_the_setting_is_read_once_a_query(schools) -> None:
    """Whatever the rows, each table's policy reads the setting in an init plan, run once."""
    for one in (one for one in schools.relations if one.key and one.kind in "rv"):
        if "select" not in _rights(schools, one):
            continue
        with schools.session("referral_app", _SCHOOL) as session:
            sql = f"explain (analyze, verbose, format json) select * from public.{one.name}"
            plan = session.conn.execute(sql).fetchone()[0][0]["Plan"]
        nodes = list(_nodes(plan))
        reading = [node for node in nodes if "current_setting" in json.dumps(_own(node))]
        assert reading, one.name
        assert {node.get("Parent Relationship") for node in reading} == {"InitPlan"}, one.name
        assert {node["Actual Loops"] for node in reading} <= {0, 1}, one.name


def _rights(schools, one) -> str:
    return "select" if schools.may("referral_app", one, "select") else ""


def _nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from _nodes(child)


def _own(node):
    return {name: value for name, value in node.items() if name != "Plans"}


def test_every_foreign_key_has_an_index_that_serves_it(schools) -> None:
    """The query by which the server looks a referenced row's children up is an index scan."""
    keys = schools.owner.execute(
        "select conname, conrelid::regclass::text, array(select attname::text from pg_attribute "
        "where attrelid = conrelid and attnum = any(conkey) order by attnum) "
        "from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace "
        "and conparentid = 0"
    ).fetchall()
    assert len(keys) >= 25
    with schools.owner.transaction(force_rollback=True):
        schools.owner.execute("set local enable_seqscan = off")
        for name, table, columns in keys:
            where = " and ".join(f"{column} = '{_SCHOOL}'" for column in columns)
            plan = schools.column(f"explain (costs off) select from only {table} where {where}")
            conditions = [line for line in plan if "Index Cond" in line]
            assert any(column in line for line in conditions for column in columns), (name, plan)


def test_no_constraint_is_deferrable(schools) -> None:
    """Every constraint is checked with its statement: no work here needs it later."""
    deferred = schools.column(
        "select conname from pg_constraint where condeferrable "
        "and connamespace = 'public'::regnamespace"
    )
    assert deferred == []


class _Worker(threading.Thread):
    """A session of the application that runs statements of one transaction, and keeps its error."""

    def __init__(self, schools: Schools, meeting: threading.Barrier | None, *sql: str) -> None:
        super().__init__()
        self.schools, self.meeting, self.sql = schools, meeting, sql
        self.error: BaseException | None = None

    def run(self) -> None:
        """Runs them; both sessions meet after the first one."""
        try:
            with self.schools.login("referral_app") as conn, conn.transaction():
                conn.execute("set local lock_timeout = '30s'")
                conn.execute("set local statement_timeout = '60s'")
                conn.execute("select set_config('app.organization_id', %s, true)", [_SCHOOL])
                for number, sql in enumerate(self.sql):
                    conn.execute(sql)
                    if self.meeting and number == 0:
                        self.meeting.wait(30)
        except psycopg.Error as error:
            self.error = error


def _enter(schools: Schools, count: int) -> list[str]:
    """Answers contacted referrals that are new."""
    return [
        str(one)
        for one in schools.column(
            "insert into public.student_referrals (organization_id, referrer_id, referrer_type, "
            "referred_student_name, referred_student_phone, status) select %s, %s, 'student', "
            "'New', '+998901234567', 'contacted' from generate_series(1, %s) returning id",
            _SCHOOL,
            id_of(OWN, 4),
            count,
        )
    ]


def _awards(schools: Schools, ids: list[str]) -> list[int]:
    """Answers how many ledger rows each referral has."""
    return schools.column(
        "select (select count(*) from public.points_transactions where reference_id = one) "
        "from unnest(%s::uuid[]) as one",
        ids,
    )


def test_overlapping_bulk_calls_do_not_deadlock(schools) -> None:
    """Two calls with the same ids in opposite orders both succeed, and each award is made once."""
    for _ in range(3):
        ids = sorted(_enter(schools, 500))
        meeting = threading.Barrier(2)
        calls = (
            f"select public.bulk_process_referrals('{{{','.join(order)}}}')"
            for order in (ids, ids[::-1])
        )
        workers = [_Worker(schools, meeting, "select 1", call) for call in calls]
        for one in workers:
            one.start()
        for one in workers:
            one.join()
        assert [one.error for one in workers] == [None, None]
        assert _awards(schools, ids) == [1] * 500


def test_a_deadlock_ends_one_session_and_is_repeated(schools) -> None:
    """Two sessions that take rows in opposite orders: one is undone whole, and succeeds again."""
    ids = _enter(schools, 2)
    enroll = "update public.student_referrals set contact_notes = '{}' where id = '{}'"
    meeting = threading.Barrier(2)
    workers = [
        _Worker(schools, meeting, enroll.format(note, first), enroll.format(note, second))
        for note, first, second in (("one", *ids), ("two", *ids[::-1]))
    ]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    (undone,) = [one for one in workers if one.error]
    assert isinstance(undone.error, psycopg.errors.DeadlockDetected)
    (kept,) = [one for one in workers if one is not undone]
    notes = "select distinct contact_notes from public.student_referrals where id = any(%s::uuid[])"
    assert schools.column(notes, ids) == [kept.sql[0].split("'")[1]]
    undone.meeting, undone.error = None, None
    undone.run()
    assert undone.error is None
    assert schools.column(notes, ids) == [undone.sql[0].split("'")[1]]
