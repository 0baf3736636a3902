"""What both ways of running a migration share: timeouts, giving up, the ledger's rows."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from psycopg.pq import TransactionStatus

from refdb import ledger
from refdb.queries import load

if TYPE_CHECKING:
    from refdb.db import Connection
    from refdb.engine.plan import Task

_SECONDS_TO_CANCEL = 5.0
# Words of statements after which a session has forgotten what it has prepared.
_FORGETS = re.compile(r"deallocate|discard", re.IGNORECASE)


@dataclass(frozen=True)
class Settings:
    """How statements run, unless a file's header says otherwise.

    Attributes:
        lock_timeout: how long a statement waits for a lock, at each try; one that refuses a
            transaction waits without an end, because a concurrent index build that is cut off
            leaves an invalid index.
        statement_timeout: how long a statement runs; `0` is for ever.
        lock_attempts: how many times a transaction is tried while others hold its locks.
        guards_objects: whether the ledger learns what functions, views and triggers are, so that
            a later run sees which were changed by hand; nobody does that on a throwaway.
        client_check: how often the server looks, during a statement, whether its client is still
            there; `0` is never.
    """

    lock_timeout: str = "5s"
    statement_timeout: str = "0"
    lock_attempts: int = 10
    guards_objects: bool = True
    client_check: str = "0"


def timeouts(task: Task, settings: Settings, *, in_transaction: bool) -> dict[str, str]:
    """Answers what is set for a task's statements, by its name in engine/set_timeouts.

    Args:
        task: its file's header wins over the settings.
        settings: what refdb.toml says.
        in_transaction: whether the statement runs in a transaction.
    """
    header = task.script.header
    return {
        "lock_timeout": header.get(
            "lock_timeout", settings.lock_timeout if in_transaction else "0"
        ),
        "statement_timeout": header.get("statement_timeout", settings.statement_timeout),
        "client_check": settings.client_check,
    }


def read_client_check(conn: Connection) -> str:
    """Answers how often a server is to look whether its client is still there.

    Without that, it goes on with the statement of a client that was killed, and the next run waits
    for the lock that this statement's session still holds.
    """
    return str(conn.execute(load("engine/client_check")).fetchall()[0][0])


def give_up(conn: Connection) -> None:
    """Undoes what is under way; where that fails too, the end of the connection undoes it."""
    with suppress(psycopg.Error):
        if conn.info.transaction_status == TransactionStatus.ACTIVE:
            # A signal came in the middle of a statement, which would go on without a client.
            conn.cancel_safe(timeout=_SECONDS_TO_CANCEL)
            conn.close()
        elif not conn.closed:
            conn.execute(load("engine/rollback"))


def ending(conn: Connection, task: Task, duration_ms: float | None) -> str:
    """Answers the statements that write a task's end into the ledger.

    Args:
        conn: where it will be written.
        task: what ends.
        duration_ms: milliseconds that it took; None to leave it to the server's clock.
    """
    migration = task.migration
    first = ledger.preparation() if _FORGETS.search(task.script.text) else ""
    first += ledger.step_rows(conn, migration.id) if task.has_steps else ""
    first += ledger.redo_rows(conn, migration.id, task.redo) if task.redo else ""
    if task.direction == "rollback":
        return first + ledger.rollback_rows(conn, migration.id)
    rollback = migration.rollback
    row = ledger.Record(
        migration.id,
        apply_checksum=migration.apply.checksum,
        rollback_checksum=rollback.checksum if rollback else None,
        apply_text=migration.apply.text,
        rollback_text=rollback.text if rollback else None,
        transactional=migration.transactional,
        duration_ms=round(duration_ms, 3) if duration_ms is not None else None,
    )
    return first + ledger.apply_rows(conn, row)
