"""Carries a plan out, migration by migration, each with its ledger rows in one transaction."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from psycopg.sql import SQL, Literal

from refdb import db, ledger
from refdb.engine import guard
from refdb.engine.attempts import repeated
from refdb.engine.session import Settings, ending, give_up, timeouts
from refdb.engine.steps import run_by_statement
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.db import Connection, Place
    from refdb.engine.listener import Listener
    from refdb.engine.plan import Task
    from refdb.tree import Script

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
    ledger.prepare(conn)
    for task in tasks:
        listener.on_begin(task)
        started = time.perf_counter()
        if task.runs_by_statement:
            run_by_statement(conn, task, settings, listener)
        else:
            run = partial(_run_whole, conn, task, settings, listener)
            repeated(run, conn, task.migration.id, settings.lock_attempts, listener)
        elapsed = (time.perf_counter() - started) * 1000
        done = Done(task.direction, task.migration.id, elapsed, len(task.statements))
        listener.on_done(done)
        yield done


def _run_whole(conn: Connection, task: Task, settings: Settings, listener: Listener) -> None:
    """The whole file with its transaction and its ledger rows as one simple query: one trip."""
    served = task.script.served
    opening = _opening(**timeouts(task, settings, in_transaction=True))
    closing = f"{load('engine/restore_session')};\n"
    statements = _OPENING_STATEMENTS
    if guard.touches(task):
        opening += guard.opening(conn, task)
        closing += guard.closing(conn, task)
        statements += guard.OPENING_STATEMENTS
    closing += ending(conn, task, None)
    try:
        db.run(
            conn,
            f"{opening}{served.sql}\n;{closing}{load('engine/commit')}",
            file=task.script.file,
            locate=partial(_place, task.script, len(opening), statements),
            data=list(served.rows.values()),
            on_notice=partial(listener.on_notice, task),
        )
    except BaseException:
        give_up(conn)
        raise


@cache
def _opening(**chosen: str) -> str:
    values = {name: Literal(value) for name, value in chosen.items()}
    return SQL(load("engine/begin")).format(**values).as_string()


def _place(script: Script, offset: int, statements: int, position: int | None, index: int) -> Place:
    """Where in the file an error is; nowhere when refdb's own words before or after it failed."""
    at = position - offset if position is not None else None
    if at is not None and not 0 < at <= len(script.served.sql):
        return None, None, ""
    return script.locate(at, index - statements)
