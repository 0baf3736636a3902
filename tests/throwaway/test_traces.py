"""What one test does with a clone is never seen by the next, which may get the same one."""

import psycopg
import pytest

from refdb.throwaway import Template, clones, open_throwaway
from refdb.throwaway.traces import Look, Own, Verdict, judge
from servers import VERSIONS

SCHEMA = """
create table one (number integer);
create table filled (number integer primary key);
insert into filled select * from generate_series(1, 100);
create unlogged table quick (number integer);
create sequence counter;
"""
IN_ALL_OF = "select count(*) > 0 from {}"
LOCKS = "select count(*) > 0 from pg_locks where locktype = 'advisory'"

# What a test does, and a question that is true where the next one sees it.
TRACES = {
    "rows": ("insert into one values (1)", IN_ALL_OF.format("one")),
    "rows that are rolled back": (
        "begin; insert into one values (1); rollback",
        "select pg_relation_size('one') > 0",
    ),
    "rows deleted": ("delete from filled", "select count(*) < 100 from filled"),
    "a table emptied": ("truncate filled", "select count(*) < 100 from filled"),
    "a row locked": (
        "begin; select * from filled for update; commit",
        "select max(xmax::text::bigint) > 0 from filled",
    ),
    "a number": ("select nextval('counter')", "select is_called from counter"),
    "a number that is rolled back": (
        "begin; select nextval('counter'); rollback",
        "select is_called from counter",
    ),
    "a sequence that is set": ("select setval('counter', 7)", "select last_value = 7 from counter"),
    "a table": ("create table two ()", "select to_regclass('two') is not null"),
    "an unlogged table": (
        "create unlogged table two as select 1",
        "select to_regclass('two') is not null",
    ),
    "rows of an unlogged table": ("insert into quick values (1)", IN_ALL_OF.format("quick")),
    "a temporary table": (
        "create temporary table two ()",
        "select count(*) > 0 from pg_class where relname = 'two'",
    ),
    "a large object": ("select lo_from_bytea(0, 'x')", IN_ALL_OF.format("pg_largeobject")),
    "statistics": ("analyze filled", IN_ALL_OF.format("pg_stats where tablename = 'filled'")),
    "a vacuum": ("vacuum filled", "select reltuples >= 0 from pg_class where relname = 'filled'"),
    "a comment": ("comment on table one is 'x'", "select obj_description('one'::regclass) = 'x'"),
    "a longer file": (
        (
            "do $$ begin execute format('copy (select 1) to program %L',"
            " 'cat > /dev/null; truncate -s 81920 ' || pg_relation_filepath('one')); end $$"
        ),
        "select pg_relation_size('one') > 0",
    ),
    "reads": (
        "select * from filled",
        "select seq_scan > 0 from pg_stat_user_tables where relname = 'filled'",
    ),
    "a session's setting and lock": (
        "set work_mem = '77kB'; select pg_advisory_lock(1)",
        f"select current_setting('work_mem') = '77kB' or ({LOCKS})",
    ),
    "a database's setting": (
        (
            "do $$ begin execute format('alter database %I set work_mem = %L',"
            " current_database(), '77kB'); end $$"
        ),
        "select current_setting('work_mem') = '77kB'",
    ),
    "a server's setting": (
        "alter system set work_mem = '77kB'",
        "select count(*) > 0 from pg_file_settings where setting = '77kB'",
    ),
    "a server's setting in force": (
        "alter system set work_mem = '77kB'; select pg_reload_conf()",
        "select current_setting('work_mem') = '77kB'",
    ),
    "a role": ("create role left_behind", IN_ALL_OF.format("pg_roles where rolname ~ 'left_b'")),
    "a role's setting": (
        "alter role postgres set work_mem = '77kB'",
        "select current_setting('work_mem') = '77kB'",
    ),
    "a role's comment": (
        "comment on role postgres is 'x'",
        "select shobj_description('postgres'::regrole, 'pg_authid') = 'x'",
    ),
    "a role's member": (
        "grant pg_monitor to pg_read_all_data",
        "select pg_has_role('pg_read_all_data', 'pg_monitor', 'member')",
    ),
    "a parameter's grant": (
        "grant set on parameter log_min_messages to pg_monitor",
        IN_ALL_OF.format("pg_parameter_acl"),
    ),
    "another database": (
        "create database other template template0",
        IN_ALL_OF.format("pg_database where datname = 'other'"),
    ),
    "a tablespace": (
        "set allow_in_place_tablespaces = on; create tablespace elsewhere location ''",
        IN_ALL_OF.format("pg_tablespace where spcname = 'elsewhere'"),
    ),
    "an origin": (
        "select pg_replication_origin_create('left_behind')",
        IN_ALL_OF.format("pg_replication_origin"),
    ),
}
ENDS_WITH_SESSION = ("a temporary table", "a session's setting and lock")
# Of these PostgreSQL has but one statement a command.
ALONE = ("create database", "vacuum", "alter system", "create tablespace")


def run(url, text):
    """Runs statements, one by one where they must be, and answers the last one's row."""
    parts = text.split("; ") if any(one in text for one in ALONE) else [text]
    with psycopg.connect(url, autocommit=True) as conn:
        for part in parts:
            cursor = conn.execute(part)
        return cursor.fetchone() if cursor.description else None


def build(url):
    """Makes the tables."""
    with psycopg.connect(url) as conn:
        conn.execute(SCHEMA)


@pytest.fixture(scope="module", params=VERSIONS)
def opened(request):
    """A throwaway with tables, of each version in turn."""
    with open_throwaway(postgres=request.param, template=Template("traces", build)) as one:
        yield one


@pytest.fixture(scope="module")
def fresh(opened):
    """Its clones, from which every test here takes."""
    with clones(opened, ahead=1) as made:
        yield made


@pytest.mark.parametrize("trace", TRACES)
def test_never_seen_by_the_next(fresh, until, trace):
    """Three that come after a test see nothing of it, as one that comes before it saw nothing."""
    done, seen = TRACES[trace]
    url = fresh.take()
    assert run(url, seen) != (True,)
    run(url, done)
    if trace not in ENDS_WITH_SESSION:
        assert until(lambda: run(url, seen) == (True,))  # what was read is counted in a moment
    fresh.give_back(url)
    taken = [fresh.take() for _ in range(3)]
    assert [run(one, seen) for one in taken if run(one, seen) == (True,)] == []
    for one in taken:
        fresh.give_back(one)


def test_read_only_is_as_new(opened):
    """A clone that was only read is given again; one that was written in never."""
    with clones(opened, ahead=0) as fresh:
        read = [read_one(fresh) for _ in range(8)]
        assert len(set(read)) < 4
        for _ in range(4):
            url = fresh.take()
            run(url, "insert into one values (1)")
            fresh.give_back(url)
            read.append(url)
        assert len(set(read[-4:])) == 4


@pytest.mark.parametrize("trace", ["a vacuum", "a longer file", "reads"])
def test_changed_without_a_transaction(opened, trace):
    """What takes no transaction's number is not seen either, when nothing else happens there."""
    done, seen = TRACES[trace]
    with clones(opened, ahead=0) as fresh:
        for _ in range(5):
            url = fresh.take()
            assert run(url, seen) == (False,)
            run(url, done)
            fresh.give_back(url)


@pytest.mark.needs("embedded18")
def test_every_session_is_ended():
    """A test that ends all other sessions, those that look as well, hides nothing by that."""
    done = (
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where pid <> pg_backend_pid() and backend_type = 'client backend'"
    )
    with (
        open_throwaway(postgres=18, template=Template("traces", build)) as opened,
        clones(opened, ahead=0) as fresh,
    ):
        for _ in range(8):
            read_one(fresh)  # by then those who look have sessions
        url = fresh.take()
        run(url, done)
        run(url, "create role left_behind")
        fresh.give_back(url)
        seen = "select count(*) from pg_roles where rolname = 'left_behind'"
        assert run(fresh.take(), seen) == (0,)


def read_one(fresh):
    """Reads in a clone, and answers which it was."""
    url = fresh.take()
    assert run(url, "select count(*) from filled") == (100,)
    fresh.give_back(url)
    return url


def test_still_inside(opened):
    """A clone that somebody reads in while it is given back is nobody's again."""
    with clones(opened, ahead=0) as fresh:
        first = fresh.take()
        with psycopg.connect(first):
            fresh.give_back(first)
            assert fresh.take() != first


@pytest.mark.needs("embedded18")
@pytest.mark.parametrize(
    "more",
    [
        "create unlogged sequence quick_counter",
        (
            "create function came() returns event_trigger language plpgsql as 'begin end';"
            "create event trigger came on login execute function came()"
        ),
    ],
)
def test_what_leaves_no_trace(more):
    """Where something can change without a transaction's number, no clone is given twice."""
    with open_throwaway(postgres=18) as opened:
        run(opened.url, more)
        with clones(opened, ahead=0) as fresh:
            first = fresh.take()
            fresh.give_back(first)
            assert fresh.take() != first


@pytest.mark.needs("embedded18")
def test_another_server(until, is_gone):
    """A server that was changed is left for another one, which has gone at the end as well."""
    with open_throwaway(postgres=18, template=Template("traces", build)) as opened:
        with clones(opened) as fresh:
            first = fresh.take()
            run(first, "create role left_behind")
            held = fresh.take()
            fresh.give_back(first)
            second = fresh.take()
            host = run(second, "show unix_socket_directories")[0]
            assert host != str(opened.directory)
            assert run(held, "select count(*) from filled") == (100,)
            fresh.give_back(held)
        assert until(lambda: is_gone(opened.directory.parent / host.rpartition("/")[2]))
        assert run(opened.url, "select count(*) from pg_database") == (3,)


@pytest.mark.needs("embedded18")
def test_changed_by_its_owner():
    """A server whose owner has changed it is cloned as it is; there is no other one like it."""
    with open_throwaway(postgres=18, template=Template("traces", build)) as opened:
        run(opened.url, "insert into one values (7)")
        with clones(opened) as fresh:
            first = fresh.take()
            run(first, "create role left_behind")
            fresh.give_back(first)
            assert run(fresh.take(), "select number from one") == (7,)


BEFORE = Look(100, 0, "a")


@pytest.mark.parametrize(
    ("after", "own", "verdict"),
    [
        (Look(100, 0, "a"), [], Verdict.AS_NEW),
        (Look(101, 0, "a"), [], Verdict.USED),
        (Look(101, 0, "a"), [Own(100, 101)], Verdict.AS_NEW),
        (Look(102, 0, "a"), [Own(100, 101)], Verdict.USED),
        (Look(101, 0, "a"), [Own(99, 101)], Verdict.USED),  # it may be another's
        (Look(101, 0, "a"), [Own(99, 100)], Verdict.USED),
        (Look(100, 0, "a"), [Own(100, 101)], Verdict.AS_NEW),  # it has ended since
        (Look(100, 1, "a"), [], Verdict.USED),
        (Look(100, 0, "b"), [], Verdict.SPENT),
    ],
)
def test_verdict(after, own, verdict):
    """Only where every transaction is known to be the maker's has nobody written."""
    assert judge(BEFORE, after, own) is verdict
