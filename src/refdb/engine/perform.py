"""Carries a plan out, migration by migration, each with its ledger rows in one transaction."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.sql import SQL, Literal

from refdb import db, ledger
from refdb.engine.attempts import Waiting, repeated
from refdb.errors import StatementFailedError
from refdb.queries import load
from refdb.tree import checksum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from refdb.db import Connection
    from refdb.engine.plan import Task
    from refdb.sqltext import Statement

_OPENING_STATEMENTS = 3  # of engine/begin.sql
_SECONDS_TO_CANCEL = 5.0


@dataclass(frozen=True)
class Settings:
    """How statements run, unless a file's header says otherwise.

    Attributes:
        lock_timeout: how long a statement of a transactional migration waits for a lock; one of
            a non-transactional migration waits without an end, because a concurrent index build
            that is cut off leaves an invalid index.
        statement_timeout: how long a statement runs; `0` is for ever.
        lock_attempts: how many times a transactional migration is tried while others hold the
            locks that it needs.
    """

    lock_timeout: str = "5s"
    statement_timeout: str = "0"
    lock_attempts: int = 10


@dataclass(frozen=True)
class Done:
    """A task that was carried out.

    Attributes:
        direction: `apply` or `rollback`.
        id: the migration's id.
        duration_ms: milliseconds that its statements took.
        statements: how many were run.
    """

    direction: str
    id: str
    duration_ms: float
    statements: int


def perform(
    conn: Connection,
    tasks: Iterable[Task],
    settings: Settings,
    on_wait: Callable[[Waiting], None] = lambda _: None,
) -> Iterator[Done]:
    """Carries tasks out in order; each that is yielded is committed.

    Args:
        conn: a connection in autocommit mode that holds the runner lock.
        tasks: what to do.
        settings: timeouts.
        on_wait: told when a migration cannot have a lock and will be tried again.

    Raises:
        StatementFailedError: the server refused a statement. Of a transactional migration
            nothing is left; of another one, the statements before it are done and recorded.
    """
    ledger.create(conn)
    for task in tasks:
        started = time.perf_counter()
        if task.migration.transactional:
            run = partial(_run_whole, conn, task, settings)
            repeated(run, conn, task.migration.id, settings.lock_attempts, on_wait)
        else:
            _run_by_statement(conn, task, settings)
        elapsed = (time.perf_counter() - started) * 1000
        yield Done(task.direction, task.migration.id, elapsed, len(task.statements))


def _run_whole(conn: Connection, task: Task, settings: Settings) -> None:
    """The whole file as one simple query inside a transaction, then its ledger rows."""
    opening = _opening(conn, task, settings)
    closing = load("engine/restore_session")

    def place(position: int | None, index: int) -> tuple[int, int | None, str]:
        shifted = position - len(opening) if position is not None else None
        return task.script.locate(shifted, index - _OPENING_STATEMENTS)

    started = time.perf_counter()
    text = f"{opening}{task.script.text}\n;{closing}"
    try:
        db.run(conn, text, file=task.script.file, locate=place)
        with db.failures(task.script.file):
            _record(conn, task, (time.perf_counter() - started) * 1000)
            conn.execute(load("engine/commit"))
    except BaseException:
        _give_up(conn)
        raise


def _opening(conn: Connection, task: Task, settings: Settings) -> str:
    timeouts = {name: Literal(value) for name, value in _timeouts(task, settings).items()}
    return SQL(load("engine/begin")).format(**timeouts).as_string(conn)


def _timeouts(task: Task, settings: Settings) -> dict[str, str]:
    header = task.script.header
    default = settings.lock_timeout if task.migration.transactional else "0"
    return {
        "lock_timeout": header.get("lock_timeout", default),
        "statement_timeout": header.get("statement_timeout", settings.statement_timeout),
    }


def _give_up(conn: Connection) -> None:
    """Undoes what is under way; where that fails too, the end of the connection undoes it."""
    with suppress(psycopg.Error):
        if conn.info.transaction_status == TransactionStatus.ACTIVE:
            # A signal came in the middle of a statement, which would go on without a client.
            conn.cancel_safe(timeout=_SECONDS_TO_CANCEL)
            conn.close()
        elif not conn.closed:
            conn.execute(load("engine/rollback"))


def _record(conn: Connection, task: Task, duration_ms: float) -> None:
    migration = task.migration
    if task.direction == "rollback":
        ledger.record_rollback(conn, migration.id)
        return
    rollback = migration.rollback
    record = ledger.Record(
        migration.id,
        apply_checksum=migration.apply.checksum,
        rollback_checksum=rollback.checksum if rollback else None,
        apply_text=migration.apply.text,
        rollback_text=rollback.text if rollback else None,
        transactional=migration.transactional,
        duration_ms=round(duration_ms, 3),
    )
    ledger.record_apply(conn, record)


def _run_by_statement(conn: Connection, task: Task, settings: Settings) -> None:
    """Each statement on its own, its intent written before and its end after."""
    started = time.perf_counter()
    with db.failures(task.script.file):
        conn.execute(load("engine/set_timeouts"), _timeouts(task, settings))
    for position, statement in enumerate(task.statements, task.skip + 1):
        step = ledger.Step(
            task.migration.id,
            task.direction,
            position,
            checksum(statement.text),
            is_finished=False,
        )
        _run_step(conn, task, step, statement)
    db.run(conn, load("engine/restore_session"))
    with db.failures(task.script.file), conn.transaction():
        _record(conn, task, (time.perf_counter() - started) * 1000)


def _run_step(conn: Connection, task: Task, step: ledger.Step, statement: Statement) -> None:
    def place(position: int | None, _: int) -> tuple[int, int | None, str]:
        whole = statement.start + position if position is not None else None
        return task.script.locate(whole, step.position - 1)

    ledger.begin_step(conn, step)
    try:
        db.run(conn, statement.text, file=task.script.file, locate=place)
    except StatementFailedError:
        if not conn.closed:
            ledger.forget_step(conn, step)
        raise
    except BaseException:
        _give_up(conn)
        raise
    ledger.end_step(conn, step)
