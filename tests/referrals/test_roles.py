"""The four roles: how they come to be, what they are, what limits their sessions, what stays."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from refdb import config, throwaway
from refdb.project import Project
from schools import ROLES, ROOT
from servers import VERSIONS, fresh_database

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALL = ("referral_owner", *ROLES)
_LAST_BEFORE, _FIRST, _LAST = (
    "0031_schedule_referral_jobs",
    "0032_create_referral_roles",
    "0036_cover_organizations_in_indexes",
)
_LIMITS = {
    "referral_app": ("5s", "2s", "10s", "off", 40),
    "referral_readonly": ("30s", "2s", "1min", "on", 10),
    "referral_admin": ("1min", "5s", "1min", "off", 5),
}


@pytest.fixture(params=VERSIONS)
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """Answers an empty server of its own, because roles are the server's, on each version."""
    with throwaway.open_throwaway(postgres=request.param) as opened:
        throwaway.install_cron_stand_in(opened.url)
        yield opened.url


def _project(url: str) -> Project:
    return Project(config.Config(root=ROOT), target=url)


def _rows(url: str, sql: str, *params: object) -> list:
    with psycopg.connect(url, autocommit=True) as conn:
        done = conn.execute(sql, params or None)
        return done.fetchall() if done.description else []


def test_roles_are_bound_and_have_no_password(server) -> None:
    """No role is above the policies, may make others, or has a password; only the owner is shut."""
    _project(server).apply()
    found = _rows(
        server,
        "select rolname, rolcanlogin, rolpassword, rolsuper or rolbypassrls or rolcreaterole "
        "or rolcreatedb or rolreplication, exists (select from pg_auth_members "
        "where member = pg_authid.oid) from pg_authid where rolname ~ '^referral_' order by 1",
    )
    assert found == [(name, name != "referral_owner", None, False, False) for name in sorted(_ALL)]


def test_sessions_of_a_role_are_limited(server) -> None:
    """Who logs in as a role has its timeouts, and may not open more connections than its limit."""
    _project(server).apply()
    for role, (*limits, connections) in _LIMITS.items():
        with psycopg.connect(make_conninfo(server, user=role)) as conn:
            found = conn.execute(
                "select current_setting('statement_timeout'), current_setting('lock_timeout'), "
                "current_setting('idle_in_transaction_session_timeout'), "
                "current_setting('default_transaction_read_only')"
            ).fetchone()
            assert found == tuple(limits)
        limit = _rows(server, "select rolconnlimit from pg_roles where rolname = %s", role)
        assert limit == [(connections,)]


def test_a_runaway_statement_and_a_forgotten_transaction_end(server) -> None:
    """The application's statement ends with a timeout, its wait for a lock sooner."""
    _project(server).apply()
    with (
        psycopg.connect(server) as holder,
        psycopg.connect(make_conninfo(server, user="referral_app"), autocommit=True) as conn,
    ):
        with pytest.raises(psycopg.errors.QueryCanceled):
            conn.execute("select pg_sleep(60)")
        holder.execute("lock table public.students")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            conn.execute("select count(*) from public.students")


def test_too_many_connections_are_refused(server) -> None:
    """The administrator's sixth session is refused while five are open."""
    _project(server).apply()
    url = make_conninfo(server, user="referral_admin")
    opened = [psycopg.connect(url) for _ in range(5)]
    with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
        psycopg.connect(url)
    for conn in opened:
        conn.close()


def test_two_databases_at_once(server) -> None:
    """Two databases of one server make the roles at the same time; both succeed."""
    urls = [server, fresh_database(server)]
    throwaway.install_cron_stand_in(urls[1])
    for url in urls:
        _project(url).apply(to=_LAST_BEFORE)
    failed: list[BaseException] = []

    def run(url: str) -> None:
        try:
            _project(url).apply(to=_FIRST)
        except BaseException as error:  # noqa: BLE001 - shown below
            failed.append(error)

    text = (ROOT / f"sql/migrations/{_FIRST}.sql").read_text(encoding="utf-8")
    with psycopg.connect(server) as first:
        # Made and not committed: the other session has to wait, and then finds the roles there.
        first.execute(text)
        other = threading.Thread(target=run, args=[urls[1]])
        other.start()
        _wait_for_a_lock(server)
        first.commit()
    other.join()
    assert failed == []
    assert _rows(server, "select count(*) from pg_roles where rolname ~ '^referral_'") == [(4,)]


def _wait_for_a_lock(url: str) -> None:
    for _ in range(600):
        if _rows(url, "select pid from pg_stat_activity where wait_event_type = 'Lock'"):
            return
        time.sleep(0.05)
    raise AssertionError("nobody waits for a lock")


def test_a_role_that_is_there_stays_as_it_is(server) -> None:
    """A role that somebody made before keeps its attributes and its password."""
    _rows(server, "create role referral_app nologin password 'x' connection limit 7")
    before = _rows(server, "select * from pg_authid where rolname = 'referral_app'")
    _project(server).apply()
    assert _rows(server, "select * from pg_authid where rolname = 'referral_app'") == before


@pytest.mark.parametrize("attribute", ["superuser", "bypassrls"])
def test_a_role_above_the_policies_is_refused(server, attribute) -> None:
    """A role under one of the names for which policies do not hold stops the migration."""
    _rows(server, f"create role referral_readonly {attribute}")
    project = _project(server)
    project.apply(to=_LAST_BEFORE)
    with pytest.raises(Exception, match='role "referral_readonly" is not bound'):
        project.apply()


def test_who_migrates_needs_no_superuser(server) -> None:
    """An owner of a database who may make roles applies and rolls back all migrations."""
    _rows(server, "create role migrator login createrole nosuperuser")
    url = fresh_database(server)
    name = conninfo_to_dict(url)["dbname"]
    _rows(server, f"alter database {name} owner to migrator")
    throwaway.install_cron_stand_in(url)
    _rows(url, "grant usage on schema cron to public")
    mine = make_conninfo(url, user="migrator")
    project = _project(mine)
    project.apply()
    owner = _rows(url, "select viewowner from pg_views where viewname = 'referral_analytics'")
    assert owner == [("referral_owner",)]
    view = (ROOT / "sql/views/referral_analytics.sql").read_text(encoding="utf-8")
    _rows(mine, view)
    assert project.rollback(steps=None).left == ()


def test_the_rollback_takes_back_what_was_given_here(server) -> None:
    """After the rollback the roles are there, and nothing in this database knows them."""
    project = _project(server)
    project.apply(to=_LAST)
    known = (
        "select count(*) from pg_shdepend join pg_roles on pg_roles.oid = refobjid "
        "where rolname ~ '^referral_' and pg_shdepend.dbid in "
        "(select oid from pg_database where datname = current_database())"
    )
    settings = "select count(*) from pg_db_role_setting where setrole <> 0"
    assert _rows(server, known)[0][0] > 20
    assert _rows(server, settings) == [(3,)]
    project.rollback(to=_LAST_BEFORE)
    assert _rows(server, known) == [(0,)]
    assert _rows(server, settings) == [(0,)]
    assert _rows(server, "select count(*) from pg_roles where rolname ~ '^referral_'") == [(4,)]
    project.apply()
