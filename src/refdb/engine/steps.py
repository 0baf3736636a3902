"""Runs a non-transactional migration by statement, and goes on where one was cut off."""

from __future__ import annotations

import time
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from psycopg.sql import SQL, Identifier

from refdb import db, ledger
from refdb.engine import guard
from refdb.engine.attempts import kept_from_lock, repeated
from refdb.engine.backfill import Batch, run_backfill
from refdb.engine.progress import watched
from refdb.engine.recovery import (
    Atomic,
    Detach,
    IndexBuild,
    IndexDrop,
    Kind,
    Reindex,
    Repeatable,
    Unknowable,
    kind_of,
)
from refdb.engine.session import Settings, ending, give_up, timeouts
from refdb.errors import StatementFailedError
from refdb.queries import load
from refdb.tree import checksum, read_repeat

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.db import Connection, Locate
    from refdb.engine.listener import Listener
    from refdb.engine.plan import Task
    from refdb.sqltext import Statement


def run_by_statement(
    conn: Connection,
    task: Task,
    settings: Settings,
    listener: Listener,
) -> None:
    """Runs the statements that an earlier run has not done, then writes the ledger's rows.

    Raises:
        StatementFailedError: the server refused one; those before it are done and recorded.
    """
    started = time.perf_counter()
    is_guarded = settings.guards_objects and guard.touches(task)
    if is_guarded and not task.begun:
        with db.failures(task.script.file), conn.transaction():
            conn.execute(guard.opening(conn, task))
    for position, statement in enumerate(task.statements, task.skip + 1):
        step = ledger.Step(
            task.migration.id,
            task.direction,
            position,
            checksum(statement.text),
            is_finished=False,
        )
        kind = kind_of(statement)
        is_cut_off = task.is_cut_off and position == task.skip + 1
        if is_cut_off and not _is_left_to_do(conn, task, kind, listener):
            ledger.end_step(conn, step)
            continue
        _set_timeouts(conn, timeouts(task, settings, in_transaction=isinstance(kind, Atomic)))
        ledger.begin_step(conn, step)
        repeat = read_repeat(task.script)
        if repeat:
            batch = Batch(conn, task, step, _locate(task, step, statement))
            run_backfill(batch, repeat, settings.lock_attempts, listener)
            continue
        run = partial(_run_step, conn, task, step, statement, kind, listener)
        if isinstance(kind, Atomic):
            repeated(run, conn, task.migration.id, settings.lock_attempts, listener)
        else:
            _run_watched(run, conn, task, settings, listener)
    db.run(conn, load("engine/restore_session"))
    with db.failures(task.script.file), conn.transaction():
        if is_guarded:
            conn.execute(guard.closing(conn, task))
        conn.execute(ending(conn, task, (time.perf_counter() - started) * 1000))


def _set_timeouts(conn: Connection, chosen: dict[str, str]) -> None:
    conn.execute(load("engine/set_timeouts"), chosen)


def _run_watched(
    run: Callable[[], None],
    conn: Connection,
    task: Task,
    settings: Settings,
    listener: Listener,
) -> None:
    """Runs a statement that may take long, once: tried again, it would begin from nothing."""
    limit = timeouts(task, settings, in_transaction=False)["lock_timeout"]
    with watched(conn, task.migration.id, listener, is_quick=limit != "0") as blockers:
        try:
            run()
        except StatementFailedError as error:
            raise kept_from_lock(error, blockers) from None


def _run_step(  # noqa: PLR0913, PLR0917 - what is run, for whom, and who is told
    conn: Connection,
    task: Task,
    step: ledger.Step,
    statement: Statement,
    kind: Kind,
    listener: Listener,
) -> None:
    file = task.script.file
    rows = task.script.rows_of(statement)
    send = partial(
        db.run,
        conn,
        statement.text,
        file=file,
        locate=_locate(task, step, statement),
        data=() if rows is None else (rows,),
        on_notice=partial(listener.on_notice, task),
    )
    try:
        if isinstance(kind, Atomic):
            with db.failures(file), conn.transaction():
                send()
                ledger.end_step(conn, step)
            return
        send()
        _check_index(conn, kind, task, statement)
        ledger.end_step(conn, step)
    except StatementFailedError:
        if isinstance(kind, Unknowable) and not conn.closed:
            ledger.forget_step(conn, step)  # it is known now: it failed
        raise
    except BaseException:
        give_up(conn)
        raise


def _locate(task: Task, step: ledger.Step, statement: Statement) -> Locate:
    def locate(position: int | None, _: int) -> tuple[int, int | None, str]:
        whole = statement.start + position if position is not None else None
        return task.script.locate(whole, step.position - 1)

    return locate


def _check_index(conn: Connection, kind: Kind, task: Task, statement: Statement) -> None:
    """`create index concurrently if not exists` succeeds over an invalid index of that name."""
    if isinstance(kind, IndexBuild) and not _index_state(conn, kind)[1]:
        raise StatementFailedError(
            f"index {kind.index} is invalid: an earlier build of it was cut off",
            file=task.script.file,
            line=statement.line,
            statement=statement.text,
            hint=f"Run `drop index concurrently {kind.index}`, then the command again.",
        )


def _is_left_to_do(conn: Connection, task: Task, kind: Kind, listener: Listener) -> bool:
    if isinstance(kind, Atomic | Repeatable | Unknowable):
        return True
    # Taking away what was left waits for others as the statement itself does.
    with watched(conn, task.migration.id, listener):
        return _is_still_to_run(conn, kind)


def _is_still_to_run(conn: Connection, kind: Kind) -> bool:
    """Looks what an interruption left, takes it away, and answers whether to run it again."""
    if isinstance(kind, IndexBuild):
        return _clear_index(conn, kind)
    if isinstance(kind, IndexDrop):
        return _ask(conn, "engine/dropped_index_state", index=kind.index)[0]
    if isinstance(kind, Detach):
        return _finish_detach(conn, kind)
    if isinstance(kind, Reindex):
        for (name,) in conn.execute(load("engine/leftover_indexes"), asdict(kind)).fetchall():
            _drop_index(conn, SQL(name))
    return True


def _ask(conn: Connection, query: str, **values: str) -> tuple[bool, ...]:
    return tuple(conn.execute(load(query), values).fetchall()[0])


def _index_state(conn: Connection, kind: IndexBuild) -> tuple[bool, ...]:
    return _ask(conn, "engine/index_state", table=kind.table, index=kind.index)


def _clear_index(conn: Connection, kind: IndexBuild) -> bool:
    is_there, is_valid = _index_state(conn, kind)
    if is_there and not is_valid:
        schema = kind.table.rpartition(".")[0]
        name = Identifier(kind.index).as_string(conn)
        _drop_index(conn, SQL(f"{schema}.{name}" if schema else name))
    return not is_valid


def _drop_index(conn: Connection, index: SQL) -> None:
    conn.execute(SQL(load("engine/drop_index_concurrently")).format(index=index))


def _finish_detach(conn: Connection, kind: Detach) -> bool:
    is_there, is_pending = _ask(
        conn, "engine/detach_state", parent=kind.parent, partition=kind.partition
    )
    if is_pending:
        names = {"parent": SQL(kind.parent), "partition": SQL(kind.partition)}
        conn.execute(SQL(load("engine/finish_detach")).format(**names))
    return is_there and not is_pending
