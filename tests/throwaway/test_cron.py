"""The stand-in for pg_cron answers as pg_cron does; the real one really runs jobs."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from refdb.throwaway import Template, install_cron_stand_in, open_throwaway

SCHEDULES_TRIED = 3000

# Statements of one session, in order; what each gives must be the same on both sides.
SESSION = """
select cron.schedule('0 10 * * *', 'vacuum')
select cron.schedule('nightly', '0 10 * * *', 'select 1')
select cron.schedule('nightly', '0 11 * * *', 'select 2')
select cron.schedule(job_name := 'named', schedule := '@daily', command := 'select 3')
select * from cron.job order by jobid
select cron.schedule(null, 'select 1')
select cron.schedule(null, '0 1 * * *', 'select 1')
select cron.schedule('n', null, 'select 1')
select cron.schedule('n', '* * * * *', null)
select cron.schedule('never', 'select 1')
select cron.schedule('n', 'never', 'select 1')
select cron.unschedule(99)
select cron.unschedule('no such job')
select cron.unschedule(null::bigint)
select cron.unschedule(null::name)
select cron.unschedule('nightly')
select cron.unschedule(1)
select cron.schedule('nightly', '0 11 * * *', 'select 2')
select cron.alter_job(3)
select cron.alter_job(null)
select cron.alter_job(99, schedule := '* * * * *')
select cron.alter_job(3, schedule := 'never')
select cron.alter_job(3, database := 'nowhere')
select cron.alter_job(3, username := 'nobody')
select cron.alter_job(3, '* * * * *', 'select 4', 'template1', 'postgres', false)
select cron.schedule_in_database('there', '* * * * *', 'select 5', 'nowhere')
select cron.schedule_in_database('there', '* * * * *', 'select 5', 'template1', 'nobody')
select cron.schedule_in_database('there', '* * * * *', 'select 5', 'template1', 'postgres', false)
select cron.schedule_in_database('there', '* * * * *', 'select 6', 'refdb', 'postgres', true)
select cron.schedule_in_database('here', '* * * * *', 'select 6', null, null, null)
select * from cron.job order by jobid
create role tenant login
create role group_role
select cron.alter_job(3, username := 'group_role')
set role tenant
select cron.schedule('tenants', '* * * * *', 'select 7')
reset role
grant usage on schema cron to tenant
set role tenant
select cron.schedule('tenants', '* * * * *', 'select 7')
select cron.schedule('nightly', '* * * * *', 'select 8')
select cron.unschedule(3)
select cron.unschedule('there')
select * from cron.job order by jobid
select cron.alter_job(3, active := true)
select cron.schedule_in_database('there', '* * * * *', 'select 9', 'refdb')
insert into cron.job (schedule, command) values ('* * * * *', 'select 10')
delete from cron.job
delete from cron.job_run_details
reset role
grant execute on function cron.alter_job to tenant
grant execute on function cron.schedule_in_database to tenant
set role tenant
select cron.alter_job(3, active := true)
select cron.alter_job(3, username := 'tenant')
select cron.schedule_in_database('there', '* * * * *', 'select 9', 'refdb', 'postgres')
select cron.schedule_in_database('there', '* * * * *', 'select 9', 'refdb')
reset role
select * from cron.job order by jobid
insert into cron.job (schedule, command) values ('* * * * *', 'select 10')
select cron.unschedule(jobid) from cron.job where username = 'tenant'
revoke connect on database refdb from public
set role tenant
select cron.schedule('tenants', '* * * * *', 'select 7')
reset role
delete from cron.job
select * from cron.job_run_details
"""

SHAPE = """
select c.relname, c.relkind, c.relrowsecurity, a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
from pg_class as c
left join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and c.relkind = 'r'
left join pg_attrdef as d on d.adrelid = c.oid and d.adnum = a.attnum
where c.relnamespace = 'cron'::regnamespace order by c.relname, a.attnum
;
select proname, pg_get_function_arguments(oid), prorettype::regtype::text, proisstrict, proacl::text
from pg_proc where pronamespace = 'cron'::regnamespace and proname not like 'stand\\_in\\_%'
order by 1, 2
;
select tablename, policyname, roles, cmd, qual, with_check
from pg_policies where schemaname = 'cron' order by 1
;
select table_name, privilege_type from information_schema.role_table_grants
where table_schema = 'cron' and grantee = 'PUBLIC' order by 1, 2
;
select conname, contype from pg_constraint
where connamespace = 'cron'::regnamespace and contype <> 'n' order by 1
"""

TRY = """
create function pg_temp.takes(p_schedule text) returns boolean language plpgsql as $$
begin
    perform cron.schedule('tried', p_schedule, 'select 1');
    return true;
exception
    when invalid_parameter_value then return false;
end
$$
"""

Connect = Callable[[], psycopg.Connection[Any]]


@pytest.fixture
def real() -> Iterator[Connect]:
    """Connects to PostgreSQL 15 with pg_cron."""
    with open_throwaway(postgres=15, extensions={"pg_cron"}) as opened:
        yield lambda: psycopg.connect(opened.url, autocommit=True)


@pytest.fixture(params=[15, 16, 18], ids=lambda major: f"pg{major}")
def stand_in(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Connects to each version with the stand-in."""
    with open_throwaway(postgres=request.param) as opened:
        install_cron_stand_in(opened.url)
        yield lambda: psycopg.connect(opened.url, autocommit=True)


def told(conn: psycopg.Connection[Any], statement: str) -> object:
    """Answers what a statement gives: its rows, or the error with all its parts."""
    try:
        cursor = conn.execute(statement)
    except psycopg.Error as error:
        diag = error.diag
        return (error.sqlstate, diag.message_primary, diag.message_detail, diag.message_hint)
    return cursor.fetchall() if cursor.description else cursor.statusmessage


def schedules() -> list[str]:
    """Answers texts that are schedules, nearly so, or not at all."""
    choose = random.Random(2026)  # noqa: S311 - the same texts in every run
    numbers = ["*", "0", "1", "5", "7", "8", "12", "13", "23", "24", "31", "32", "59", "60", "007"]
    words = ["mon", "SUN", "feb", "Dec", "monday", "x", "", "-1", "1.5", "L", "?", "#", "*x", "5x"]
    marks = ["", "", "", "-", "/", ",", "-1-", "--", ",,", "/2,", "-9/3", "/0", "*/5"]
    fixed = ["@hourly", "@reboot", "@restart", "@never", "@daily x", "@", "", " ", "\t* * * * *"]
    fixed += [" * * * * *", "* * * *", "* * * * * *", "*  *\t* * *", "* * * * *\n", "*\n* * * *"]
    fixed += ["\n\n* * * * *", "* * * * * and more", "0 0 1 1 0", "59 23 31 12 7", "* * * * *,"]
    fixed += ["5-1 * * * *", "* * * jan-mar mon-fri", "* * * mon *", "* * * * feb", "@midnight"]

    def field() -> str:
        pool = numbers if choose.random() < 0.8 else words
        parts = [choose.choice(pool) for _ in range(2)]
        return parts[0] + choose.choice(marks) + (parts[1] if choose.random() < 0.5 else "")

    made = []
    for _ in range(SCHEDULES_TRIED):
        usual = ["*"] * 5
        for place in choose.sample(range(5), choose.choice([1, 1, 1, 2, 5])):
            usual[place] = field()
        made.append(" ".join(usual))
    return fixed + [text for text in made if not text.lstrip().startswith("#")]


@pytest.mark.needs("pg_cron")
def test_same_answers(real, stand_in):
    """Every call gives what pg_cron gives: rows, job numbers, errors, rights."""
    with real() as one, stand_in() as other:
        for statement in SESSION.strip().splitlines():
            assert (statement, told(other, statement)) == (statement, told(one, statement))


@pytest.mark.needs("pg_cron")
def test_same_shape(real, stand_in):
    """Tables, columns, defaults, functions, policies, rights and constraints are pg_cron's."""
    with real() as one, stand_in() as other:
        for query in SHAPE.split("\n;\n"):
            assert told(other, query) == told(one, query)


@pytest.mark.needs("pg_cron")
def test_same_schedules(real):
    """What pg_cron takes as a schedule, the stand-in takes, and nothing else."""
    tried = schedules()
    query = "select array_agg(pg_temp.takes(s) order by n) from unnest(%s::text[]) with ordinality"
    with open_throwaway(postgres=15) as opened:
        install_cron_stand_in(opened.url)
        with psycopg.connect(opened.url, autocommit=True) as other, real() as one:
            answers = []
            for conn in (one, other):
                conn.execute(TRY)
                answers.append(conn.execute(query + " as t(s, n)", [tried]).fetchone()[0])
    assert [
        (text, got) for text, got, right in zip(tried, *answers[::-1], strict=True) if got != right
    ] == []
    assert sum(answers[0]) > 400, "too few of them are schedules"


@pytest.mark.parametrize("schedule", ["30 seconds", "1 second", "0 0 $ * *"])
def test_later_schedules_warn(stand_in, schedule):
    """Schedules of later versions are taken, and the version that they need is told."""
    warnings = []
    with stand_in() as conn:
        conn.add_notice_handler(lambda diag: warnings.append(diag.message_primary))
        conn.execute("select cron.schedule('later', %s, 'select 1')", [schedule])
    assert warnings == [f'the schedule "{schedule}" needs pg_cron 1.5 or later']


@pytest.mark.parametrize("schedule", ["0 seconds", "60 seconds", "5 minutes", "0 $ * * *"])
def test_no_schedules_of_any_version(stand_in, schedule):
    """What no version takes is refused as pg_cron refuses it."""
    with stand_in() as conn:
        said = told(conn, f"select cron.schedule('bad', '{schedule}', 'select 1')")
    assert said == ("22023", f"invalid schedule: {schedule}", None, None)


def test_says_what_it_is(stand_in):
    """The schema's comment says that it is a stand-in and runs nothing."""
    with stand_in() as conn:
        comment = told(conn, "select obj_description('cron'::regnamespace, 'pg_namespace')")
    assert "refdb's stand-in for pg_cron: jobs are recorded, never run." in comment[0][0]


def test_installed_once(stand_in):
    """Where there is a schema cron already, nothing is done: its jobs stay."""
    with stand_in() as conn:
        conn.execute("select cron.schedule('kept', '* * * * *', 'select 1')")
        install_cron_stand_in(conn.info.dsn)
        assert told(conn, "select jobname from cron.job") == [("kept",)]


@pytest.mark.needs("pg_cron")
def test_real_jobs_run(until):
    """On a throwaway with pg_cron, jobs really run, without a TCP connection."""

    def build(url: str) -> None:
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute("create table seen (id integer)")
            conn.execute("select cron.schedule('start', '@reboot', 'insert into seen values (1)')")

    with (
        open_throwaway(
            postgres=15, extensions={"pg_cron"}, template=Template("reboot", build)
        ) as opened,
        psycopg.connect(opened.url, autocommit=True) as conn,
    ):
        # The job may have run when the template was built, too, or have been cut off there.
        succeeded = "select distinct status from cron.job_run_details where status = 'succeeded'"
        assert until(lambda: told(conn, succeeded) == [("succeeded",)])
        assert told(conn, "select distinct id from seen") == [(1,)]
        assert told(conn, "show listen_addresses") == [("",)]


@pytest.mark.needs("contrib", "plpgsql_check", "pg_cron")
def test_several_extensions():
    """Extensions are created, and those that must be loaded at the start are."""
    names = {"pg_cron", "pg_stat_statements", "pg_trgm", "plpgsql_check"}
    with (
        open_throwaway(postgres=15, extensions=names) as opened,
        psycopg.connect(opened.url) as conn,
    ):
        created = told(conn, "select array_agg(extname::text) from pg_extension")
        conn.execute("select * from pg_stat_statements")
    assert set(created[0][0]) == names | {"plpgsql"}


@pytest.mark.needs("pg_cron")
def test_extension_objects_are_not_built_in(real):
    """What extensions created counts as made by users: row-level security holds for it."""
    with real() as conn:
        conn.execute("select cron.schedule('owners', '* * * * *', 'select 1')")
        conn.execute("create role somebody")
        conn.execute("grant usage on schema cron to somebody")
        conn.execute("set role somebody")
        assert told(conn, "select * from cron.job") == []
