"""Backfills: one statement, each run in a transaction of its own, until it changes no more rows."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from refdb import db, ledger, sqltext
from refdb.engine.attempts import repeated
from refdb.errors import StatementFailedError
from refdb.queries import load

if TYPE_CHECKING:
    from refdb.db import Connection, Locate
    from refdb.engine.listener import Listener
    from refdb.engine.plan import Task
    from refdb.tree import Repeat

# Each row is changed once; twice their number, and some, is more than any right backfill needs.
_FACTOR, _ALLOWANCE = 2, 10_000


@dataclass(frozen=True)
class Progress:
    """How far a backfill is.

    Attributes:
        id: the migration.
        rows: rows changed so far, those of earlier runs included.
        rate: rows a second in this run.
    """

    id: str
    rows: int
    rate: float


def run_backfill(
    batch: Batch,
    repeat: Repeat,
    attempts: int,
    listener: Listener,
) -> None:
    """Repeats a statement until it changes no more rows; killed, it goes on later.

    Args:
        batch: one run of it.
        repeat: how often, with what pause.
        attempts: how many times one run is tried while others hold the locks it needs.
        listener: told of waits and progress.

    Raises:
        StatementFailedError: the server refused it, or it changes rows without an end.
    """
    most, started, here, times = batch.most_rows(), time.monotonic(), 0, 0
    while True:
        repeated(batch.run, batch.conn, batch.task.migration.id, attempts, listener)
        times, here = times + 1, here + batch.rows
        if not batch.rows:
            return
        rate = here / (time.monotonic() - started)
        listener.on_progress(Progress(batch.task.migration.id, batch.total, rate))
        if times == repeat.at_most or (repeat.at_most is None and here > most):
            raise _endless(batch, here, times)
        time.sleep(repeat.pause_s)


class Batch:
    """One run of a backfill's statement.

    Args:
        conn: a connection in autocommit mode.
        task: the migration.
        step: the statement's step in the ledger.
        locate: where in the file an error is.

    Attributes:
        rows: rows that the last run changed.
        total: rows changed so far, those of earlier commands included.
    """

    def __init__(self, conn: Connection, task: Task, step: ledger.Step, locate: Locate) -> None:
        self.conn = conn
        self.task = task
        (self.statement,) = task.script.statements
        self.rows = 0
        self.total = 0
        self._step = step
        self._failures = partial(db.failures, task.script.file, locate)

    def run(self) -> None:
        """Changes some rows and counts them, both or neither."""
        with self._failures(), self.conn.transaction():
            self.rows = max(self.conn.execute(self.statement.text).rowcount, 0)
            self.total = ledger.count_step(self.conn, self._step, self.rows)

    def most_rows(self) -> int:
        """Answers how many rows a right backfill changes at the most."""
        tables = {"tables": list(_changed_tables(sqltext.parsed(self.statement.text)))}
        found = self.conn.execute(load("engine/most_rows"), tables).fetchall()
        return _FACTOR * int(found[0][0]) + _ALLOWANCE


def _changed_tables(node: Any) -> set[str]:
    """The tables that a statement, or a part of its `with`, changes."""
    found = set()
    relation = getattr(node, "relation", None)
    if relation is not None:
        found.add(sqltext.relation_name(relation))
    clause = getattr(node, "withClause", None)
    for part in clause.ctes if clause else ():
        found |= _changed_tables(part.ctequery)
    return found


def _endless(batch: Batch, rows: int, times: int) -> StatementFailedError:
    return StatementFailedError(
        f"changes rows without an end: {rows:,} in {times:,} runs, and there are more",
        file=batch.task.script.file,
        line=batch.statement.line,
        statement=batch.statement.text,
        hint="A row that was changed must not match its `where` again. What was changed stays "
        "changed; correct the statement and run the command again, or allow more runs with "
        "`-- repeat: until 0 rows, at most N times`.",
    )
