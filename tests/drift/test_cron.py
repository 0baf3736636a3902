"""Jobs of a real pg_cron: whatever somebody does to one is told, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from refdb import config
from refdb.project import Project
from refdb.throwaway import open_throwaway
from trees import write_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILES = {
    "0001_jobs.sql": "select cron.schedule('nightly', '0 3 * * *', 'analyze');\n"
    "select cron.schedule('hourly', '@hourly', $$select 'it''s'$$);\n"
    "select cron.schedule('30 4 * * *', 'select 4');\n",
    "0001_jobs.rollback.sql": "select cron.unschedule(jobid) from cron.job;\n",
}
_OF = "from cron.job where jobname = 'nightly'"
_ALTER = f"select cron.alter_job(jobid, {{}}) {_OF}"
#: What was done by hand, and what is to be said of it.
BY_HAND = {
    "another schedule": (_ALTER.format("schedule := '0 4 * * *'"), "changed cron job nightly"),
    "a schedule of one word": (
        _ALTER.format("schedule := '@reboot'"),
        "changed cron job nightly",
    ),
    "another command": (_ALTER.format("command := 'vacuum'"), "changed cron job nightly"),
    "made inactive": (_ALTER.format("active := false"), "changed cron job nightly"),
    "another user": (_ALTER.format("username := 'drift_other'"), "changed cron job nightly"),
    "another database": (_ALTER.format("database := 'template1'"), "missing cron job nightly"),
    "removed": ("select cron.unschedule('nightly')", "missing cron job nightly"),
    "removed, without a name": (
        "select cron.unschedule(jobid) from cron.job where jobname is null",
        "missing cron job (30 4 * * *) select 4",
    ),
    "without a name, inactive": (
        "select cron.alter_job(jobid, active := false) from cron.job where jobname is null",
        "changed cron job (30 4 * * *) select 4",
    ),
    "added": ("select cron.schedule('mine', '* * * * *', 'select 1')", "extra cron job mine"),
    "added, without a name": (
        "select cron.schedule('* * * * *', 'select 1')",
        "extra cron job (* * * * *) select 1",
    ),
    "added a second time, without a name": (
        "select cron.schedule('30 4 * * *', 'select 4')",
        "extra cron job (30 4 * * *) select 4 #2",
    ),
    "another database, schedule and command, inactive": (
        _ALTER.format(
            "database := 'template1', schedule := '@daily', command := 'x', active := false"
        ),
        "missing cron job nightly",
    ),
    "another database, by a command that has a quote": (
        _ALTER.format("database := 'template1'").replace("nightly", "hourly"),
        "missing cron job hourly",
    ),
    "added by another user": (
        "set role drift_other; select cron.schedule('mine', '* * * * *', 'select 1'); reset role",
        "extra cron job mine",
    ),
    "a namesake of another user": (
        "set role drift_other; select cron.schedule('nightly', '@daily', 'select 1'); reset role",
        "extra cron job nightly #2",
    ),
    "added, and inactive": (
        "select cron.alter_job(cron.schedule('mine', '* * * * *', 'select 1'), active := false)",
        "extra cron job mine",
    ),
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Answers the URL of a PostgreSQL 15 with pg_cron in it, and a second role."""
    with open_throwaway(postgres=15, extensions={"pg_cron"}) as opened:
        with psycopg.connect(opened.url, autocommit=True) as conn:
            conn.execute("create extension if not exists pg_cron")
            conn.execute("create role drift_other login; grant usage on schema cron to drift_other")
        yield opened.url


@pytest.fixture
def project(tmp_path, server) -> Iterator[Project]:
    """A database whose jobs are those of the files."""
    write_tree(tmp_path, _FILES)
    with psycopg.connect(server, autocommit=True) as conn:
        made = Project(config.Config(root=tmp_path), target=server)
        made.apply()
        yield made
        conn.execute("select cron.unschedule(jobid) from cron.job")
        made.rollback(steps=None)


def _run(project: Project, *statements: str) -> None:
    with psycopg.connect(project.target, autocommit=True) as conn:
        for statement in statements:
            conn.execute(statement)


@pytest.mark.needs("local15", "pg_cron")
@pytest.mark.parametrize("by_hand", BY_HAND)
def test_by_hand(project, by_hand) -> None:
    """It is one difference, and its statements leave none."""
    statement, expected = BY_HAND[by_hand]
    assert project.drift().findings == ()
    _run(project, statement)
    drifted = project.drift().drifted
    said = [f"{one.finding.rule.partition('/')[2]} {one.finding.object}" for one in drifted]
    statements = [line for one in drifted for line in one.statements]
    assert said == [expected]
    _run(project, *statements)
    assert project.drift().findings == (), statements
