"""Jobs of a real pg_cron beside those of the files."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from commands import refdb, refdb_itself
from refdb import config
from refdb.errors import RefusedError, StatementFailedError
from refdb.project import Project
from refdb.throwaway import Template, open_throwaway
from trees import write_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.needs("local15", "pg_cron")

_JOBS = {
    "nightly": ("0 3 * * *", "analyze"),
    "often": ("*/5 * * * *", "select 1"),
    "writes": ("0 4 * * *", "insert into done select current_user, current_database()"),
    "fails": ("0 5 * * *", "select 1/0"),
}
_OF = "from cron.job where jobname = 'nightly'"
_ALTER = f"select cron.alter_job(jobid, {{}}) {_OF}"
_MADE = "select cron.schedule('nightly', '0 3 * * *', 'analyze')"
_RAN = (
    "insert into cron.job_run_details (jobid, runid, job_pid, database, username, command, status,"
    " return_message, start_time, end_time) select jobid, nextval('cron.runid_seq'), {pid},"
    " database, username, command, '{status}', 'what it said', now() - interval '{ago}',"
    " {end} from cron.job where jobname = '{job}'"
)


def _ran(job, ago, *, status="succeeded", seconds: int | None = 1, pid="1") -> str:
    """A run that began some time ago, and took so long; None for one that has not ended."""
    end = "null" if seconds is None else f"now() - interval '{ago}' + interval '{seconds} s'"
    return _RAN.format(job=job, ago=ago, status=status, pid=pid, end=end)


#: What was done by hand, the state that the job is in, and what is found.
BY_HAND = {
    "nothing": ("select 1", "scheduled", []),
    "another schedule": (_ALTER.format("schedule := '0 4 * * *'"), "changed", ["changed"]),
    "another command": (_ALTER.format("command := 'vacuum'"), "changed", ["changed"]),
    "switched off": (_ALTER.format("active := false"), "inactive", ["inactive"]),
    "removed": ("select cron.unschedule('nightly')", "missing", ["missing"]),
    "in another database": (_ALTER.format("database := 'template1'"), "missing", ["missing"]),
    "another user's": (_ALTER.format("username := 'schedules_other'"), "scheduled", []),
    "it ran": (_ran("nightly", "1 hour"), "scheduled", []),
    "it failed": (_ran("nightly", "1 hour", status="failed"), "scheduled", ["failed"]),
    "it failed, then ran": (
        f"{_ran('nightly', '2 hours', status='failed')}; {_ran('nightly', '1 hour')}",
        "scheduled",
        [],
    ),
    "it has not run for two days": (_ran("nightly", "2 days"), "scheduled", ["overdue"]),
    "a later one ran for two days": (_ran("writes", "2 days"), "scheduled", ["never-ran"]),
    "an earlier one ran": (
        f"select cron.unschedule('nightly'); {_ran('often', '2 days')}; {_MADE}",
        "scheduled",
        [],
    ),
    "it runs into the next": (
        f"{_ran('nightly', '30 hours', seconds=90_000)}; {_ran('nightly', '1 hour')}",
        "scheduled",
        ["overlap"],
    ),
    "a bad schedule": (
        _ALTER.format("schedule := '0 3 31 2 *'"),
        "changed",
        ["changed"],
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory, cron_server) -> Project:
    """A tree of four jobs, on the database that pg_cron lives in."""
    root = tmp_path_factory.mktemp("jobs")
    statements = {
        name: f"select cron.schedule('{name}', '{when}', '{what}');\n"
        for name, (when, what) in _JOBS.items()
    }
    apply = "".join(statements.values())
    undo = "select cron.unschedule(jobid) from cron.job;\n"
    write_tree(root, {"0001_jobs.sql": apply, "0001_jobs.rollback.sql": undo})
    folder = root / "sql/schedules"
    folder.mkdir()
    for name, text in statements.items():
        head = f"-- purpose: Tests.\n-- schedule: {_JOBS[name][0]}\n\n"
        (folder / f"{name}.sql").write_text(head + text)
    made = Project(config.Config(root=root), target=cron_server)
    with psycopg.connect(cron_server, autocommit=True) as conn:
        conn.execute("create role schedules_other login; create table done (who name, place name)")
        conn.execute("grant insert on done to schedules_other")
        # So that what is due is not run beside a test.
        conn.execute("alter role schedules_other set statement_timeout = '1234ms'")
    return made


@pytest.fixture
def jobs(project) -> Iterator[psycopg.Connection]:
    """Answers a connection to a database whose jobs are those of the files, without a history."""
    with psycopg.connect(project.target, autocommit=True) as conn:
        conn.execute("delete from cron.job_run_details; truncate done")
        for name, (when, what) in _JOBS.items():
            conn.execute("select cron.schedule(%s, %s, %s)", [name, when, what])
        yield conn
        conn.execute("select cron.unschedule(jobid) from cron.job")


@pytest.mark.parametrize("case", BY_HAND)
def test_by_hand(project, jobs, case) -> None:
    """What was done to a job is its state, and a finding; the other jobs have none."""
    statement, state, rules = BY_HAND[case]
    for one in statement.split("; "):
        jobs.execute(one)
    answer = project.schedules()
    found = {one.name: one for one in answer.jobs}
    assert found["nightly"].state == state
    assert [one.rule.partition("/")[2] for one in found["nightly"].findings] == rules


def test_an_extra_job_is_told_and_may_be_left_alone(project, jobs) -> None:
    """A job of no file is a finding, until refdb.toml gives a reason for it."""
    jobs.execute("select cron.schedule('mine', '* * * * *', 'select 1')")
    (found,) = project.schedules().findings
    assert found.key == "schedules/extra:mine"
    ignoring = Project(
        config.Config(root=project.config.root, ignore={found.key: "ours"}), target=project.target
    )
    assert ignoring.schedules().findings == ()


def test_next_runs_are_told_in_both_zones(project, jobs) -> None:
    """The command line tells five runs in pg_cron's zone and this machine's; JSON has both."""
    root: Path = project.config.root
    zone = {"TZ": "Asia/Tashkent"}
    ran = refdb_itself(root, "schedules", "--target", project.target, "--json", **zone)
    assert ran.code == 0, ran.err
    (often,) = [one for one in ran.answer["jobs"] if one["name"] == "often"]
    assert len(often["next"]) == 5
    assert all(one["local"].endswith("+05:00") for one in often["next"])
    told = refdb_itself(root, "schedules", "--target", project.target, **zone)
    (line,) = [one for one in told.out.splitlines() if "next" in one and "03:00 GMT" in one]
    assert "08:00 " in line
    assert "4 jobs, nothing is wrong (pg_cron 1.4" in told.out


def test_findings_decide_the_exit_code(project, jobs) -> None:
    """A missing job ends the command with 1, and what to type is on standard error."""
    jobs.execute("select cron.unschedule('often')")
    ran = refdb(project.config.root, "schedules", "--target", project.target, "--quiet")
    assert (ran.code, ran.out) == (1, "")
    assert "often: is not on the target" in ran.err
    assert "refdb apply" in ran.err


def test_a_job_is_run_as_its_user_in_its_database(project, jobs) -> None:
    """A run now does what pg_cron would: as whom, where, and with that user's settings."""
    jobs.execute(
        "select cron.alter_job(jobid, username := 'schedules_other', command := %s) from cron.job "
        "where jobname = 'writes'",
        ["insert into done select current_user, current_setting('statement_timeout')"],
    )
    ran = refdb(project.config.root, "schedules", "run", "writes", "--target", project.target)
    assert ran.code == 0, ran.err
    assert "INSERT 0 1" in ran.out
    assert "writes succeeded as schedules_other in" in ran.out
    assert jobs.execute("select * from done").fetchall() == [("schedules_other", "1234ms")]


def test_a_job_that_fails_says_so(project, jobs) -> None:
    """A run now that fails is an error with its SQLSTATE, and exit code 5."""
    with pytest.raises(StatementFailedError) as caught:
        project.run_schedule("fails")
    assert (caught.value.sqlstate, caught.value.exit_code) == ("22012", 5)


def test_a_job_that_is_at_work_is_not_begun_again(project, jobs) -> None:
    """A run whose server process lives is waited for; one whose process is gone is not."""
    pid = jobs.info.backend_pid
    jobs.execute(_ran("often", "1 min", status="running", seconds=None, pid=str(pid)))
    with pytest.raises(RefusedError, match="a run of often is under way"):
        project.run_schedule("often")
    jobs.execute("update cron.job_run_details set job_pid = 1")
    assert project.run_schedule("often").done.said == ("SELECT 1",)


def test_no_such_job(project, jobs) -> None:
    """A slip of the pen is answered with the job that was meant."""
    with pytest.raises(RefusedError) as caught:
        project.run_schedule("nightli")
    assert caught.value.hint == "Did you mean nightly?"


def test_old_runs_are_deleted(project, jobs) -> None:
    """Prune deletes what ended before then, of this database's jobs, and nothing else."""
    for ago in ("8 days", "10 days", "6 days"):
        jobs.execute(_ran("often", ago))
    jobs.execute(_ran("nightly", "9 days", status="running", seconds=None))
    jobs.execute(_ran("writes", "9 days"))
    jobs.execute("update cron.job_run_details set database = 'template1' where command ~ 'insert'")
    assert project.prune_schedules("7d").runs == 3
    left = jobs.execute("select database, count(*) from cron.job_run_details group by 1 order by 1")
    assert left.fetchall() == [(jobs.info.dbname, 1), ("template1", 1)]
    ran = refdb(project.config.root, "schedules", "--older", "7d", "--target", project.target)
    assert (ran.code, "--older is for prune" in ran.err) == (2, True)


def test_a_run_of_pg_cron_itself_is_told(project) -> None:
    """A job that pg_cron really runs has a last run that succeeded, and a duration."""

    def build(url) -> None:
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute("select cron.schedule('nightly', '@reboot', 'select 1')")

    # pg_cron starts its jobs at the full minute, but for those of the server's start.
    template = Template("schedules-reboot", build)
    with open_throwaway(postgres=15, extensions={"pg_cron"}, template=template) as opened:
        started = Project(project.config, target=opened.url)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            (job,) = [one for one in started.schedules().jobs if one.name == "nightly"]
            if job.history.last and job.history.last.status == "succeeded":
                break
            time.sleep(0.1)
    assert job.history.last
    assert job.history.last.status == "succeeded"
    assert job.history.longest_ms is not None


def test_jobs_whose_tables_are_in_another_database(project, jobs) -> None:
    """A target without pg_cron's tables has its jobs looked for where they are, and run here."""
    jobs.execute("create database schedules_app")
    target = make_conninfo(project.target, dbname="schedules_app")
    try:
        for name, (when, what) in _JOBS.items():
            jobs.execute(
                "select cron.schedule_in_database(%s, %s, %s, 'schedules_app')",
                [f"{name}", when, what],
            )
        with psycopg.connect(target, autocommit=True) as conn:
            conn.execute("create table done (who name, place name)")
        away = Project(project.config, target=target)
        # The name is taken by the job here: pg_cron leaves that where it is.
        assert {one.state for one in away.schedules().jobs} == {"missing"}
        jobs.execute("select cron.unschedule(jobid) from cron.job")
        for name, (when, what) in _JOBS.items():
            jobs.execute(
                "select cron.schedule_in_database(%s, %s, %s, 'schedules_app')", [name, when, what]
            )
        answer = away.schedules()
        assert (answer.findings, answer.place) == ((), conninfo_to_dict(project.target)["dbname"])
        away.run_schedule("writes")
        with psycopg.connect(target) as conn:
            assert conn.execute("select place from done").fetchall() == [("schedules_app",)]
    finally:
        jobs.execute("drop database schedules_app with (force)")


def test_no_pg_cron(project, server) -> None:
    """A server without pg_cron is told as that."""
    with pytest.raises(RefusedError, match="there is no pg_cron in postgres"):
        Project(project.config, target=server(18)).schedules()
