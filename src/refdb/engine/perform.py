"""Carries a plan out, migration by migration, each with its ledger rows in one transaction."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from psycopg.sql import SQL, Literal

from refdb import db, ledger
from refdb.engine import guard
from refdb.engine.attempts import repeated
from refdb.engine.session import Settings, ending, give_up, read_client_check, timeouts
from refdb.late import late
from refdb.queries import load

with late():
    from refdb.engine import steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.db import Connection, Place
    from refdb.engine.listener import Listener
    from refdb.engine.plan import Task

_OPENING_STATEMENTS = 4  # of engine/begin.sql


class Done(NamedTuple):
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
    settings = replace(settings, client_check=read_client_check(conn))
    texts = (_Text(conn, task, settings) for task in tasks)
    for text, following in _with_next(texts):
        task = text.task
        listener.on_begin(task)
        started = time.perf_counter()
        if task.runs_by_statement:
            steps.run_by_statement(conn, task, settings, listener)
        else:
            run = partial(_run_whole, conn, text, following, listener)
            repeated(run, conn, task.migration.id, settings.lock_attempts, listener)
        elapsed = (time.perf_counter() - started) * 1000
        done = Done(task.direction, task.migration.id, elapsed, len(task.statements))
        listener.on_done(done)
        yield done


def _with_next(texts: Iterator[_Text]) -> Iterator[tuple[_Text, _Text | None]]:
    """Each text with the one after it; no more than two are there at once."""
    text = next(texts, None)
    while text:
        following = next(texts, None)
        yield text, following
        text = following


class _Text:
    """What is sent for a whole file: its transaction around it, its ledger rows behind it.

    Args:
        conn: where it will be sent.
        task: whose file.
        settings: its timeouts, unless the file says otherwise.
    """

    def __init__(self, conn: Connection, task: Task, settings: Settings) -> None:
        self.task = task
        self._conn = conn
        self._settings = settings

    @cached_property
    def sql(self) -> str:
        """The text."""
        sql = self.task.script.served.sql
        closing = f"{load('engine/restore_session')};\n"
        if self._is_guarded:
            closing += guard.closing(self._conn, self.task)
        closing += ending(self._conn, self.task, None)
        return f"{self._opening}{sql}\n;{closing}{load('engine/commit')}"

    @cached_property
    def _opening(self) -> str:
        opening = _opening(**timeouts(self.task, self._settings, in_transaction=True))
        return opening + (guard.opening(self._conn, self.task) if self._is_guarded else "")

    def make_ready(self) -> None:
        """Makes the text, where it will be needed."""
        if not self.task.runs_by_statement:
            _ = self.sql

    @cached_property
    def _is_guarded(self) -> bool:
        return self._settings.guards_objects and guard.touches(self.task)

    def locate(self, position: int | None, index: int) -> Place:
        """Where in the file an error is; nowhere where refdb's own words around it failed."""
        script = self.task.script
        at = position - len(self._opening) if position is not None else None
        if at is not None and not 0 < at <= len(script.served.sql):
            return None, None, ""
        before = _OPENING_STATEMENTS + (guard.OPENING_STATEMENTS if self._is_guarded else 0)
        return script.locate(at, index - before)


def _run_whole(conn: Connection, text: _Text, following: _Text | None, listener: Listener) -> None:
    """The whole file with its transaction and its ledger rows as one simple query: one trip.

    The next text is made while the server works at this one.
    """
    script = text.task.script
    try:
        db.run(
            conn,
            text.sql,
            file=script.file,
            locate=text.locate,
            data=list(script.served.rows.values()),
            on_notice=partial(listener.on_notice, text.task),
            meanwhile=following.make_ready if following else lambda: None,
        )
    except BaseException:
        give_up(conn)
        raise


@cache
def _opening(**chosen: str) -> str:
    values = {name: Literal(value) for name, value in chosen.items()}
    return SQL(load("engine/begin")).format(**values).as_string()
