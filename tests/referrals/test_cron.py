"""The schedules on a PostgreSQL 15 with pg_cron really installed."""

import time
from pathlib import Path

import psycopg
import pytest

from refdb import config, throwaway
from refdb.project import Project

_ROOT = Path(__file__).parents[2]
_SECONDS = 75  # pg_cron starts a job at the full minute


@pytest.fixture
def cron():
    """Answers a project on a local PostgreSQL 15 with pg_cron, and its URL."""
    with throwaway.open_throwaway(postgres=15, extensions={"pg_cron"}) as opened:
        with psycopg.connect(opened.url, autocommit=True) as conn:
            conn.execute("create extension if not exists pg_cron")
        yield Project(config.Config(root=_ROOT), target=opened.url), opened.url


def _query(url, sql):
    with psycopg.connect(url, autocommit=True) as conn:
        return conn.execute(sql).fetchall()


@pytest.mark.needs("local15", "pg_cron")
def test_the_jobs_come_and_go(cron) -> None:
    """Apply makes eleven jobs in cron.job, rollback takes exactly them away."""
    project, url = cron
    _query(url, "select cron.schedule('of somebody else', '0 0 1 1 *', 'select 1')")
    outcome = project.apply()
    assert not outcome.cron_stand_in
    jobs = dict(_query(url, "select jobname::text, schedule from cron.job where jobname !~ ' '"))
    assert len(jobs) == 11
    assert jobs["analyze_referral_tables"] == "0 3 * * *"
    project.rollback(steps=None)
    assert _query(url, "select jobname::text from cron.job") == [("of somebody else",)]


@pytest.mark.needs("local15", "pg_cron")
def test_a_job_of_every_minute_runs(cron) -> None:
    """The refresh job's own command, scheduled for every minute, is seen to have succeeded."""
    project, url = cron
    project.apply()
    command = _query(
        url, "select command from cron.job where jobname = 'refresh_referral_analytics'"
    )
    assert _query(url, "select count(*) from cron.job_run_details where status = 'succeeded'")
    with psycopg.connect(url, autocommit=True) as conn:
        job = conn.execute(
            "select cron.schedule('every minute', '* * * * *', %s)", command[0]
        ).fetchone()[0]
        for _ in range(_SECONDS * 2):
            runs = conn.execute(
                "select status, return_message from cron.job_run_details "
                "where jobid = %s and end_time is not null",
                [job],
            ).fetchall()
            if runs:
                break
            time.sleep(0.5)
    assert [status for status, _ in runs] == ["succeeded"], runs
