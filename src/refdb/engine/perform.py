"""Carries a plan out, migration by migration, each with its ledger rows in one transaction."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from psycopg.sql import SQL, Literal

from refdb import db, ledger
from refdb.engine.attempts import repeated
from refdb.engine.session import Settings, give_up, record, timeouts
from refdb.engine.steps import run_by_statement
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.db import Connection
    from refdb.engine.listener import Listener
    from refdb.engine.plan import Task

_OPENING_STATEMENTS = 3  # of engine/begin.sql


@dataclass(frozen=True)
class Done:
    """A task that was carried out.

    Attributes:
        direction: `apply` or `rollback`.
        id: the migration's id.
        duration_ms: milliseconds that it took, waiting included.
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
    listener: Listener,
) -> Iterator[Done]:
    """Carries tasks out in order; each that is yielded is committed.

    Args:
        conn: a connection in autocommit mode that holds the runner lock.
        tasks: what to do.
        settings: timeouts.
        listener: told what happens.

    Raises:
        StatementFailedError: the server refused a statement. Of a transactional migration
            nothing is left; of another one, the statements before it are done and recorded.
    """
    ledger.create(conn)
    for task in tasks:
        listener.on_begin(task)
        started = time.perf_counter()
        if task.migration.transactional and "repeat" not in task.script.header:
            run = partial(_run_whole, conn, task, settings, listener)
            repeated(run, conn, task.migration.id, settings.lock_attempts, listener)
        else:
            run_by_statement(conn, task, settings, listener)
        elapsed = (time.perf_counter() - started) * 1000
        done = Done(task.direction, task.migration.id, elapsed, len(task.statements))
        listener.on_done(done)
        yield done


def _run_whole(conn: Connection, task: Task, settings: Settings, listener: Listener) -> None:
    """The whole file as one simple query inside a transaction, then its ledger rows."""
    opening = _opening(conn, task, settings)
    closing = load("engine/restore_session")

    def place(position: int | None, index: int) -> tuple[int, int | None, str]:
        shifted = position - len(opening) if position is not None else None
        return task.script.locate(shifted, index - _OPENING_STATEMENTS)

    started = time.perf_counter()
    served = task.script.served
    text = f"{opening}{served.sql}\n;{closing}"
    heard = partial(listener.on_notice, task)
    try:
        db.run(
            conn,
            text,
            file=task.script.file,
            locate=place,
            data=list(served.rows.values()),
            on_notice=heard,
        )
        with db.failures(task.script.file):
            record(conn, task, (time.perf_counter() - started) * 1000)
            conn.execute(load("engine/commit"))
    except BaseException:
        give_up(conn)
        raise


def _opening(conn: Connection, task: Task, settings: Settings) -> str:
    chosen = timeouts(task, settings, in_transaction=True)
    values = {name: Literal(value) for name, value in chosen.items()}
    return SQL(load("engine/begin")).format(**values).as_string(conn)
