"""Observing migrations of several statements, and what goes wrong on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from locks import cases
from refdb import db
from refdb.errors import StatementFailedError
from refdb.locks import Blocks, FullRead, Mode, observe, observe_migration, row_widths, survey
from refdb.sqltext import split

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def conn(database) -> Iterator[db.Connection]:
    """Answers a connection to a database with the table's schema."""
    with db.connect(database) as conn:
        db.run(conn, cases.schema())
        yield conn


def test_what_the_migration_makes_is_harmless(conn) -> None:
    """Nothing is reported of a table that the same migration created."""
    made = "create table z (id int); insert into z values (1); alter table z alter id type bigint"
    made += "; create index on z (id); alter table z rename to y; drop table y"
    assert all(one.is_harmless and not one.locks for one in observe_migration(conn, split(made)))


def test_a_lock_is_held_to_the_end_of_the_transaction(conn) -> None:
    """A later statement runs under the lock of an earlier one, and has not taken it."""
    first, second = observe_migration(
        conn, split("alter table t add column z int; update t set z = 1")
    )
    assert [(one.mode, one.is_new) for one in first.locks] == [(Mode.ACCESS_EXCLUSIVE, True)]
    on_table = [(one.mode, one.is_new) for one in second.locks if one.kind == "table"]
    assert on_table == [(Mode.ACCESS_EXCLUSIVE, False)]
    assert (first.reads, second.reads) == ((), (FullRead("public.t", 500),))
    assert second.blocks == {"public.t": Blocks.READS}


def test_statements_of_their_own_hold_nothing_after_them(conn) -> None:
    """In a migration that is no transaction each statement has its own locks only."""
    text = "alter table t add column z int; create index concurrently z on t (z); select 1"
    seen = observe_migration(conn, split(text), transactional=False)
    assert [[one.mode for one in each.locks] for each in seen] == [
        [Mode.ACCESS_EXCLUSIVE],
        [Mode.SHARE_UPDATE_EXCLUSIVE],
        [],
    ]


def test_a_table_keeps_the_name_it_had_before(conn) -> None:
    """After a rename the report speaks of the table by the name that others know."""
    seen = observe_migration(
        conn, split("alter table t rename to t2; alter table t2 alter c set not null")
    )
    assert [one.reads for one in seen] == [(), (FullRead("public.t", 500),)]


def test_an_index_of_this_migration_is_no_concern_but_its_table_is(conn) -> None:
    """A type change builds an index anew that an earlier statement has built."""
    text = "create index z on t (c); alter table t alter c type bigint; drop index z"
    built, changed, dropped = observe_migration(conn, split(text))
    assert [one.index for one in built.builds] == ["public.z"]
    assert [one.relation for one in changed.rewrites] == [
        "public.t",
        "public.t_pkey",
        "public.v_idx",
    ]
    assert [one.index for one in changed.builds] == ["public.z"]
    assert [one.relation for one in dropped.locks if one.is_new] == []


def test_a_savepoint_gives_up_what_came_after_it(conn) -> None:
    """After `rollback to` the lock that was taken behind the savepoint is not held."""
    text = "savepoint s; lock table t; rollback to savepoint s"
    seen = observe_migration(conn, split(text))
    assert [len(one.locks) for one in seen] == [0, 1, 0]


def test_counters_of_earlier_work_are_not_the_statements(conn) -> None:
    """Reads just before, not yet reported by the session, do not count."""
    conn.execute("select count(x) from t")
    (seen,) = observe_migration(conn, split("alter table t add column z int"))
    assert seen.reads == ()


def test_a_failing_statement_undoes_the_migration(conn) -> None:
    """The error is refdb's, and nothing of the migration is left."""
    with pytest.raises(StatementFailedError, match="does not exist"):
        observe_migration(conn, split("alter table t add column z int; drop table nobody"))
    assert conn.execute("select count(*) from pg_attribute where attname = 'z'").fetchone() == (0,)
    assert conn.info.transaction_status.name == "IDLE"


def test_a_failing_lone_statement_leaves_no_session(conn) -> None:
    """The gates are gone, and with them their locks, when the statement has failed."""
    conn.execute("insert into t (id, c, k) values (-1, 1, 1)")
    with pytest.raises(StatementFailedError, match="could not create unique index"):
        observe_migration(
            conn, split("create unique index concurrently z on t (c)"), transactional=False
        )
    rest = "select count(*) from pg_locks where pid <> pg_backend_pid() and locktype = 'relation'"
    assert conn.execute(rest).fetchone() == (0,)


def test_a_procedure_that_commits_is_observed(conn) -> None:
    """One that names no table meets gates at all of them."""
    conn.execute("""create procedure work() language plpgsql as $$ begin
        lock table t in share row exclusive mode; commit; update f set p_id = 1; commit; end $$""")
    (seen,) = observe_migration(conn, split("call work()"), transactional=False)
    assert {one.relation: one.mode for one in seen.locks if one.kind == "table"} == {
        "public.t": Mode.SHARE_ROW_EXCLUSIVE,
        "public.f": Mode.ROW_EXCLUSIVE,
        "public.p": Mode.ROW_SHARE,
    }
    assert seen.is_complete


def test_with_more_tables_than_gates_the_observation_says_so(conn) -> None:
    """Where any table could be locked and there are too many, it is not complete."""
    for number in range(40):
        conn.execute(f"create table many{number} ()")
    (seen,) = observe_migration(conn, split("do 'begin commit; end'"), transactional=False)
    assert not seen.is_complete


def test_concurrent_statements_are_seen_the_same_every_time(conn) -> None:
    """There is no race: twenty times the same."""
    text = "create index concurrently z on t (c); drop index concurrently z"
    seen = {observe_migration(conn, split(text), transactional=False) for _ in range(20)}
    assert len(seen) == 1


def test_existing_is_what_the_caller_says(conn) -> None:
    """A table made after the survey is the migration's own, in whatever transaction."""
    existing = survey(conn, committed=True)
    conn.execute("create table z (id int)")
    with conn.transaction():
        (seen,) = observe(conn, split("drop table z"), existing=existing)
    assert seen.locks == ()


def test_width_of_a_row_is_measured_or_put_together(conn) -> None:
    """An analyzed table's is its file's, an empty one's that of its columns."""
    conn.execute("create table z (id int, name varchar(20), at timestamptz, more text)")
    conn.execute("analyze t")
    widths = row_widths(conn, ["public.t", "public.z", "public.nobody"])
    assert widths["public.z"] == 28 + 4 + 20 + 8 + 32
    assert widths["public.t"] == -(
        -conn.execute("select pg_relation_size('t')").fetchone()[0] // 500
    )
    assert widths.keys() == {"public.t", "public.z"}
