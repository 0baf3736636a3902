"""The look at a target while others write there, change its schema, and lock it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from commands import refdb
from refdb import config, db, drift
from refdb.errors import RefusedError
from refdb.project import Project
from trees import write_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FILES = {
    "0001_tables.sql": "create table public.class (id integer primary key, name text);\n"
    "create table public.pupil (id integer primary key, name text not null check (name <> ''));\n"
    "create table public.plain (busy_id integer);\n",
    "0001_tables.rollback.sql": "drop table public.plain, public.pupil, public.class;\n",
    "0002_views.sql": "create view public.classes as select name from public.class;\n"
    "create view public.pupils as select name from public.pupil;\n",
    "0002_views.rollback.sql": "drop view public.pupils, public.classes;\n",
}
_LOOKS = 5
_DDL = [
    ["create table public.busy_t (id integer check (id > 0))", "drop table public.busy_t"],
    ["create view public.busy_v as select 1 as one", "drop view public.busy_v"],
    [
        "create function public.busy_f() returns integer language sql return 1",
        "drop function public.busy_f()",
    ],
    [
        "alter table public.plain alter column busy_id set not null",
        "alter table public.plain alter column busy_id drop not null",
    ],
]
_DML = [
    "insert into public.pupil values ({n}, 'a')",
    "update public.pupil set name = 'b' where id = {n}",
    "delete from public.pupil where id = {n}",
]
# Who waits for longer than this because of the look makes the test fail.
_PATIENCE = "-c lock_timeout=1s"


@pytest.fixture
def project(tmp_path, each_database) -> Project:
    """A database with all migrations applied."""
    write_tree(tmp_path, _FILES)
    made = Project(config.Config(root=tmp_path), target=each_database)
    made.apply()
    return made


@contextmanager
def _meanwhile(url: str, *works: Callable[[psycopg.Connection, int], None]) -> Iterator[None]:
    """Sessions that do their work again and again while the block runs; what fails is raised."""
    ended, failures = threading.Event(), []

    def work(one: Callable[[psycopg.Connection, int], None]) -> None:
        number = 0
        try:
            with psycopg.connect(url, autocommit=True, options=_PATIENCE) as conn:
                while not ended.is_set():
                    number += 1
                    one(conn, number)
        except psycopg.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=[one]) for one in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert failures == []


def _running(statements: list[str]) -> Callable[[psycopg.Connection, int], None]:
    def run(conn: psycopg.Connection, number: int) -> None:
        for statement in statements:
            conn.execute(statement.format(n=number))

    return run


@contextmanager
def _holding(url: str, lock: str) -> Iterator[psycopg.Connection]:
    """An open transaction that holds a lock, of a session with a name."""
    with psycopg.connect(url, application_name="the holder") as holder:
        holder.execute(lock)
        yield holder


def test_locks_are_access_share(project) -> None:
    """Each look is one transaction, which writes nothing and locks in access share mode alone."""
    held, transactions, writing = set(), set(), []

    def sample(conn: psycopg.Connection, _: int) -> None:
        rows = conn.execute(
            "select locktype, mode, virtualtransaction, backend_xid from pg_locks "
            "join pg_stat_activity using (pid) where application_name = 'watched' "
            "and virtualtransaction !~ '/0$'"  # before a transaction has its number
        ).fetchall()
        held.update((kind, mode) for kind, mode, _, _ in rows)
        transactions.update(one for _, _, one, _ in rows)
        writing.extend(one for _, _, _, one in rows if one is not None)

    with (
        db.connect(project.target, application="watched") as conn,
        _meanwhile(project.target, sample),
    ):
        for _ in range(_LOOKS):
            drift.look(conn)
    assert held == {("relation", "AccessShareLock"), ("virtualxid", "ExclusiveLock")}
    assert 0 < len(transactions) <= _LOOKS
    assert writing == []


def test_while_others_write_and_change_the_schema(project) -> None:
    """What others make and drop is the only difference, and none of them waits for the look."""
    works = [*map(_running, _DDL), _running(_DML)]
    with _meanwhile(project.target, *works), db.connect(project.target) as conn:
        looks = [drift.look(conn).snapshot for _ in range(_LOOKS)]
    with db.connect(project.target) as conn:
        expected = drift.read(conn)
    different = {
        one.change.key for live in looks for one in drift.compare(expected, live, ignore={})
    }
    assert all("busy_" in key for key in different), different


def test_a_locked_table_is_named_with_who_locks_it(project) -> None:
    """The look gives up, says who is in its way, and meanwhile keeps nobody else waiting."""
    alter = _running(["alter table public.class alter name set default 'a'"])
    with _holding(project.target, "lock table public.pupil") as holder:
        with _meanwhile(project.target, alter), pytest.raises(RefusedError) as caught:
            project.drift()
        pid = holder.info.backend_pid
    assert caught.value.message == "pupil is locked by another session"
    assert f"Blocked by pid {pid} (the holder" in caught.value.hint
    assert "idle in transaction" in caught.value.hint
    assert project.drift().findings[1:] == ()


def test_a_lock_that_goes_is_waited_for(project) -> None:
    """A session that holds a table for a second delays the look, and does not end it."""
    with _holding(project.target, "lock table public.pupil") as holder:
        timer = threading.Timer(1.0, holder.commit)
        timer.start()
        assert project.drift().findings == ()
        timer.join()


def test_a_plain_table_is_not_waited_for(project) -> None:
    """Whoever holds a table that no definition is written out of is in nobody's way."""
    with (
        _holding(project.target, "lock table public.plain"),
        db.connect(project.target) as conn,
    ):
        drift.look(conn, drift.Limits(locks_s=0))


def test_it_ends_whatever_the_server_does(project) -> None:
    """A look that takes too long is cut off, and the session is in order again."""
    limits = drift.Limits(lock_ms=60_000, whole_s=0.5)
    with db.connect(project.target) as conn:
        with (
            _holding(project.target, "lock table public.pupil"),
            pytest.raises(RefusedError, match="could not be read in"),
        ):
            drift.look(conn, limits)
        drift.look(conn)


def test_command(tmp_path, database) -> None:
    """The command ends with 4 and names the table and the session."""
    write_tree(tmp_path, _FILES)
    refdb(tmp_path, "apply", "--target", database)
    with _holding(database, "lock table public.pupil"):
        refused = refdb(tmp_path, "drift", "--target", database)
    assert refused.code == 4
    assert "pupil is locked by another session" in refused.err
    assert "the holder" in refused.err
