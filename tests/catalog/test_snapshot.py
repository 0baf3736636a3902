"""What a snapshot costs, locks and leaves, and that it has no noise."""

import random
import tempfile
import threading
from contextlib import closing

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg.pq import Trace

from refdb import catalog, db, ledger, throwaway
from refdb.catalog import texts
from refdb.errors import BadRequestError, StatementFailedError
from refdb.queries import load
from servers import fresh_database

_TABLES = [
    "create table {name} (id bigint generated always as identity primary key, at timestamptz)",
    "create table {name} (id uuid primary key, x text not null default 'a' check (x <> ''))",
    "create table {name} (a integer, b integer, unique (a, b)) with (fillfactor = 80)",
]
_ON_TABLE = [
    "create index on {name} ((1))",
    "comment on table {name} is 'What it is.'",
    "grant select on {name} to public",
    "alter table {name} enable row level security",
    "create policy everybody on {name} using (true)",
    "create view {name}_view as select * from {name}",
]
_ALONE = [
    "create type mood as enum ('good', 'bad')",
    "create domain price as numeric check (value >= 0)",
    "create function twice(x integer) returns integer language sql return x * 2",
    "create sequence numbers increment 5",
    "create collation plain (locale = 'C')",
]


def _taken(url: str, statements: list[str]) -> str:
    with db.connect(url) as conn:
        for statement in statements:
            conn.execute(statement)
        return catalog.snapshot(conn).to_json()


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(chance=st.randoms(use_true_random=False))
def test_the_order_of_making_leaves_no_trace(server, chance: random.Random) -> None:
    """The same objects made in another order give the same bytes."""
    names = ("apples", "bears", "cats")
    groups = [
        [table.format(name=name), *chance.sample(parts, len(parts))]
        for name, table in zip(names, _TABLES, strict=True)
        for parts in [[one.format(name=name) for one in _ON_TABLE]]
    ]
    groups += [[one] for one in _ALONE]
    url, shuffled = fresh_database(server(18)), fresh_database(server(18))
    plain = [
        *(table.format(name=name) for name, table in zip(names, _TABLES, strict=True)),
        *(one.format(name=name) for name in names for one in _ON_TABLE),
        *_ALONE,
    ]
    chance.shuffle(groups)
    assert _taken(url, plain) == _taken(shuffled, [one for group in groups for one in group])


def test_what_was_is_not_seen(each_database) -> None:
    """Dropped columns and objects, rewritten tables and statistics leave no trace."""
    before = _taken(each_database, ["create table t (a integer, b text, c integer)"])
    noise = [
        "alter table t add column d integer",
        "alter table t drop column d",
        "create table u (a integer)",
        "drop table u",
        "insert into t select n, 'x', n from generate_series(1, 100) as n",
        "vacuum full analyze t",
    ]
    assert _taken(each_database, noise) == before


def _messages(conn, act) -> int:
    """How many messages of the protocol the client sends while something is done."""
    with tempfile.TemporaryFile() as trace:
        conn.pgconn.trace(trace.fileno())
        conn.pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        act()
        conn.pgconn.untrace()
        trace.seek(0)
        return sum(line.startswith(b"F\t") for line in trace)


def test_takes_one_round_trip(each_database) -> None:
    """The client sends one message, in a transaction of its own and inside another."""
    for begin in ("select 1", "begin"):
        with db.connect(each_database) as conn:
            conn.execute(begin)
            sent = [_messages(conn, lambda: catalog.snapshot(conn)) for _ in range(3)]
            assert sent == [1, 2, 1]  # the second prepares the queries, once


def test_a_session_that_forgot_its_queries_is_read(each_database) -> None:
    """After `discard all` the snapshot is the same, and the session prepares its queries anew."""
    with db.connect(each_database) as conn:
        before = [catalog.snapshot(conn) for _ in range(3)]
        conn.execute("discard all")
        assert catalog.snapshot(conn) == before[0]
        conn.execute("begin")
        assert catalog.snapshot(conn) == before[0]
        conn.execute("deallocate all")
        assert catalog.snapshot(conn) == before[0]
        assert conn.execute("select count(*) from pg_prepared_statements").fetchone() == (0,)


def test_what_somebody_else_prepared_is_no_hindrance(each_database) -> None:
    """Where a statement of that name is there already, the snapshot asks without."""
    with db.connect(each_database) as conn:
        conn.execute("prepare refdb_snapshot_indexes as select 1")
        assert len({len(catalog.snapshot(conn)) for _ in range(3)}) == 1


def test_leaves_the_connection_as_it_was(each_database) -> None:
    """Outside and inside a transaction, its state and settings are as before, and it can go on."""
    with db.connect(each_database) as conn:
        conn.execute("set search_path = cron; create table public.t (a integer)")
        for begin in ("select 1", "begin; create table public.u (a integer)"):
            conn.execute(begin)
            state = conn.info.transaction_status
            taken = catalog.snapshot(conn)
            assert ("table public.u" in taken.entries) is (begin != "select 1")
            assert conn.info.transaction_status == state
            assert conn.execute("show search_path").fetchone() == ("cron",)
            assert conn.execute("show enable_nestloop").fetchone() == ("on",)


def test_works_in_a_connection_that_is_not_autocommit(each_database) -> None:
    """A plain psycopg connection, which begins transactions by itself, is read too."""
    with psycopg.connect(each_database) as conn:
        conn.execute("create table t (a integer)")
        assert "table public.t" in catalog.snapshot(conn).entries
        conn.commit()
        assert "table public.t" in catalog.snapshot(conn).entries


_LOCKED = """
    create table plain (a integer check (a > 0), b integer generated always as (a) stored);
    create index on plain (abs(a)) where a > 0;
    create function f() returns trigger language plpgsql as 'begin return new; end';
    create trigger g before update on plain for each row when (new.a > 0) execute function f();
    create statistics s on a, abs(b) from plain;
    create table parted (a integer) partition by list (a);
    create table part partition of parted for values in (1);
    create table seen (a integer); create view v as select * from seen;
    create table of_policy (a integer); create table asked (a integer);
    create policy p on of_policy using (exists (select from asked));
    create table in_body (a integer);
    create function h() returns bigint language sql begin atomic select count(*) from in_body; end;
    create publication pub for table plain where (a > 0)
"""


_LOCKS = """
    select relation::regclass::text, mode from pg_locks
    where pid = pg_backend_pid() and locktype = 'relation'
"""


def test_locks_catalogs_and_what_definitions_read(each_database) -> None:
    """All locks are access share: of catalogs, and of what views, policies and bodies name."""
    with db.connect(each_database) as conn:
        conn.execute(_LOCKED)
        conn.execute("begin")
        catalog.snapshot(conn)  # rolls back to a savepoint, which lets locks go
        assert {mode for _, mode in conn.execute(_LOCKS)} <= {"AccessShareLock"}
        conn.execute("rollback")
        for number, text in enumerate(_statements()):
            conn.execute("begin")
            conn.execute("set local search_path = ''")
            conn.execute(text)
            rows = conn.execute(_LOCKS).fetchall()
            conn.execute("rollback")
            assert {mode for _, mode in rows} <= {"AccessShareLock"}, number
            names = {name for name, _ in rows if not name.startswith("pg_")}
            assert names <= {"public.v", "public.seen", "public.asked", "public.in_body"}, text


def _statements():
    return [load(f"catalog/snapshot/{name}") for name in texts.QUERIES]


_BUSY = """
    create table t (a integer primary key, b text default 'x', d integer not null);
    create index on t (b, d desc);
    create function f() returns trigger language plpgsql as 'begin return new; end';
    create trigger g before update on t for each row execute function f();
    create table r (a integer references t);
"""


def test_a_plain_table_is_read_while_somebody_alters_it(each_database) -> None:
    """A table without expressions that somebody locked and changes is read as it was before."""
    with db.connect(each_database) as conn, psycopg.connect(each_database) as other:
        conn.execute(_BUSY)
        before = catalog.snapshot(conn)
        conn.execute("set lock_timeout = '2s'")
        other.execute("alter table t add column c integer, alter d type bigint")
        assert catalog.snapshot(conn) == before


def test_a_lock_that_is_waited_for_too_long_is_an_error(database) -> None:
    """What a view reads must not be locked exclusively: the caller's timeout ends the wait."""
    with db.connect(database) as conn, psycopg.connect(database) as other:
        conn.execute("create table t (a integer); create view v as select a from t")
        other.execute("lock table t in access exclusive mode")
        conn.execute("set lock_timeout = '50ms'")
        with pytest.raises(StatementFailedError) as raised:
            catalog.snapshot(conn)
        assert raised.value.sqlstate == "55P03"
        other.rollback()
        assert "view public.v" in catalog.snapshot(conn).entries


_CHURN = [
    "create table churn (a integer primary key check (a > 0), b text default 'x')",
    "create index on churn (lower(b))",
    "create view churning as select lower(b) from churn",
    "create function churned() returns bigint language sql return (select count(*) from churn)",
    "drop function churned()",
    "drop view churning",
    "drop table churn",
]


def test_survives_objects_that_come_and_go(each_database) -> None:
    """While another session makes and drops objects without a pause, every snapshot is whole."""
    stop = threading.Event()

    def churn() -> None:
        with closing(psycopg.connect(each_database, autocommit=True)) as other:
            while not stop.is_set():
                for statement in _CHURN:
                    other.execute(statement)

    worker = threading.Thread(target=churn)
    worker.start()
    try:
        with db.connect(each_database) as conn:
            for _ in range(60):
                for entry in catalog.snapshot(conn):
                    assert entry.kind not in ("view", "constraint") or entry.get("definition")
    finally:
        stop.set()
        worker.join()


def test_what_is_refdbs_and_yoyos_is_left_out(each_database) -> None:
    """The ledger, in its own schema and as yoyo's tables, and the stand-in are nobody's schema."""
    throwaway.install_cron_stand_in(each_database)
    with db.connect(each_database) as conn:
        ledger.create(conn)
        kinds = {entry.kind for entry in catalog.snapshot(conn)}
    assert kinds == {"schema", "extension"}


_JOB_TABLE = """
    drop schema cron cascade; create schema cron;
    create table cron.job (jobid bigint, jobname text, username text, schedule text, command text,
        active boolean, database text);
    insert into cron.job values (1, 'x', 'postgres', '@daily', 'select 1', true, current_database())
"""


def test_reads_a_database_without_plpgsql(each_database) -> None:
    """Without the language there is a snapshot, and jobs of pg_cron are in it."""
    with db.connect(each_database) as conn:
        conn.execute("create schema cron; drop extension plpgsql")
        taken = catalog.snapshot(conn, attempts=1)
        assert taken.entries.keys() == {"schema cron", "schema public"}
        conn.execute(_JOB_TABLE)
        catalog.Watch(conn)  # prepares the queries
        conn.execute("begin")
        taken = catalog.snapshot(conn)
        assert "cron job x" in taken.entries
        assert conn.execute("select 1").fetchone() == (1,)


def test_what_an_extension_brought_is_left_out(each_database) -> None:
    """Its objects are the extension; what people made, with and without it, is theirs."""
    with db.connect(each_database) as conn:
        conn.execute("create function f() returns integer language sql return 1")
        conn.execute("create table t (a integer); create view v as select f() as x from t")
        conn.execute(
            "alter extension plpgsql add function f(); alter extension plpgsql add table t"
        )
        taken = catalog.snapshot(conn)
    assert not {"function public.f()", "table public.t", "column public.t.a"} & taken.entries.keys()
    assert taken.depends["view public.v"] == ("extension plpgsql",)


_NEEDS = """
    create type mood as enum ('a');
    create function f(integer) returns integer language sql immutable return $1;
    create table t (a integer primary key, m mood[] , s integer default f(1));
    create table r (a integer references t);
    create index i on t (f(a));
    create view v as select a, f(a) as b from t;
    create view w as select b from v;
    create function g(v) returns bigint language sql begin atomic select count(*) from w; end;
    create function h() returns trigger language plpgsql as 'begin return new; end';
    create trigger j before insert on t for each row execute function h();
    create table u (a integer check (f(a) > 0)); create policy p on u using (f(a) > 0);
"""


def test_dependencies_name_what_is_needed(each_database) -> None:
    """Views, bodies, defaults, indexes, triggers, policies, keys and types name what they need."""
    with db.connect(each_database) as conn:
        conn.execute(_NEEDS)
        taken = catalog.snapshot(conn)
    function = "function public.f(integer)"
    expected = {
        "column public.t.m": {"type public.mood"},
        "column public.t.s": {function},
        "index public.i": {function},
        "view public.v": {"column public.t.a", function},
        "view public.w": {"column public.v.b"},
        "function public.g(public.v)": {"view public.v", "column public.w.b"},
        "trigger public.t.j": {"function public.h()"},
        "constraint public.u.u_a_check": {function, "column public.u.a"},
        "policy public.u.p": {function, "column public.u.a"},
        "constraint public.r.r_a_fkey": {"column public.t.a", "index public.t_pkey"},
    }
    for key, needs in expected.items():
        assert needs <= set(taken.depends[key]) | {"column public.w.b", "column public.u.a"}, key
    assert "view public.w" in taken.dependents["column public.v.b"]
    assert "index public.i" in taken.children["table public.t"]


_INDEXED = """
    create domain d as text;
    create table t (a integer, b text, c varchar(3), d text collate "C", e timestamp(3),
        f numeric(9, 2), g char(3), i jsonb, j oid, k integer[], l uuid, "M n" bigint, o d);
    create index on t (a, b desc, c nulls first); create index on t (d);
    create index on t (d collate "default");
    create unique index on t (e desc nulls last, f, l, "M n");
    create index on t using gin (i); create index on t using hash (b); create index on t (j, k);
    create index on t (g); create index on t (lower(b)) where a > 1;
    create index on t (a) include (b);
    create index on t (a) with (fillfactor = 50); create index on t (b text_pattern_ops);
    create index on t using brin (a, e); create unique index on t (a) nulls not distinct;
    create table p (a integer) partition by list (a); create index on p (a);
    create table "P q" partition of p for values in (1)
"""


def test_definitions_of_indexes_are_the_servers_own(each_database) -> None:
    """What is put together here is what pg_get_indexdef writes."""
    with db.connect(each_database) as conn:
        conn.execute(_INDEXED)
        taken = catalog.snapshot(conn)
        conn.execute("set search_path = ''")
        for entry in taken.of_kind("index"):
            row = conn.execute("select pg_get_indexdef(%s::regclass)", [entry.identity]).fetchone()
            assert (entry.get("definition"),) == row


def test_a_text_that_is_no_snapshot_is_told() -> None:
    """What was not written by to_json, or in another format, is an error in words."""
    for text in ("", "[]", "{}", '{"format": 99}', '{"format": 1, "postgres": 18, "entries": 3}'):
        with pytest.raises(BadRequestError):
            catalog.Snapshot.from_json(text)
