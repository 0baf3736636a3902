"""What was applied here, from which text, how far: yoyo's tables and refdb's own.

A migration is applied when yoyo's table says so; refdb's row beside it says from which text.
"""

from __future__ import annotations

import getpass
import hashlib
import socket
import uuid
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.rows import class_row
from psycopg.sql import Literal

from refdb import __version__
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from refdb.db import Connection


_REDO = {
    "begun": "ledger/redo_begun",
    "done": "ledger/redo_done",
    "forgotten": "ledger/redo_forgotten",
}


class Applied(NamedTuple):
    """A migration that was applied here.

    Attributes:
        migration_id: its id.
        applied_at: when, in UTC.
        apply_checksum: of the file that was run; None when yoyo applied it.
        rollback_checksum: of the rollback file at that time; None when there was none.
        duration_ms: how long its statements took; None when yoyo applied it.
        applied_by: who ran it; None when yoyo applied it.
    """

    migration_id: str
    applied_at: datetime
    apply_checksum: str | None
    rollback_checksum: str | None
    duration_ms: float | None
    applied_by: str | None


class Record(NamedTuple):
    """What the ledger keeps of a migration that is being applied.

    Attributes:
        migration_id: its id.
        apply_checksum: of the apply file.
        rollback_checksum: of the rollback file; None when there is none.
        apply_text: the apply file as it is run.
        rollback_text: the rollback file as it is now; None when there is none.
        transactional: whether it runs in one transaction.
        duration_ms: milliseconds that its statements took; None for those since the transaction
            began, by the server's clock.
    """

    migration_id: str
    apply_checksum: str
    rollback_checksum: str | None
    apply_text: str
    rollback_text: str | None
    transactional: bool
    duration_ms: float | None


class Step(NamedTuple):
    """A statement of a non-transactional migration that has begun and has not ended.

    Attributes:
        migration_id: the migration.
        direction: `apply` or `rollback`.
        position: which statement of the file, counted from 1.
        statement_checksum: of its text.
        is_finished: whether it ended well; otherwise it was interrupted.
    """

    migration_id: str
    direction: str
    position: int
    statement_checksum: str
    is_finished: bool


class Texts(NamedTuple):
    """A migration's files as they were when it was applied."""

    id: str
    apply_text: str
    rollback_text: str | None


@dataclass(frozen=True)
class Ledger:
    """What was applied, oldest first, and what has begun and not ended.

    Attributes:
        applied: the migrations.
        steps: the statements of those that are under way.
        redo: the migrations of a redo that was cut off, and whether each is applied again.
        texts: the files of those that were asked for, by id.
    """

    applied: tuple[Applied, ...] = ()
    steps: tuple[Step, ...] = ()
    redo: Mapping[str, bool] = field(default_factory=dict)
    texts: Mapping[str, Texts] = field(default_factory=dict)
    by_id: Mapping[str, Applied] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {one.migration_id: one for one in self.applied}
        object.__setattr__(self, "by_id", by_id)

    def steps_of(self, migration_id: str) -> tuple[Step, ...]:
        """Answers the statements of a migration that has begun and has not ended."""
        return tuple(step for step in self.steps if step.migration_id == migration_id)


def read(conn: Connection) -> Ledger:
    """Answers the ledger of a database; an empty one where there is none. Changes nothing."""
    has_yoyo, has_refdb, has_all = conn.execute(load("ledger/exists")).fetchall()[0]
    if not has_yoyo:
        return Ledger()
    with conn.cursor(row_factory=class_row(Applied)) as cursor:
        query = load("ledger/read" if has_refdb else "ledger/read_yoyo")
        applied = tuple(cursor.execute(query).fetchall())
    if not has_refdb:
        return Ledger(applied)
    with conn.cursor(row_factory=class_row(Step)) as steps:
        begun = tuple(steps.execute(load("ledger/read_steps")).fetchall())
    redo = conn.execute(load("ledger/read_redo")).fetchall() if has_all else []
    return Ledger(applied, begun, dict(redo))


def read_texts(conn: Connection, ids: Sequence[str]) -> dict[str, Texts]:
    """Answers the files of some applied migrations as they were run, by id."""
    if not ids:
        return {}
    with conn.cursor(row_factory=class_row(Texts)) as cursor:
        found = cursor.execute(load("ledger/read_texts"), {"ids": list(ids)}).fetchall()
    return {one.id: one for one in found}


def knows_objects(conn: Connection) -> bool:
    """Answers whether the ledger has the tables of what migrations made."""
    return bool(conn.execute(load("ledger/exists")).fetchall()[0][2])


def create(conn: Connection) -> None:
    """Makes the ledger's tables where they are missing."""
    if not all(conn.execute(load("ledger/exists")).fetchall()[0]):
        conn.execute(load("ledger/create"))


def prepare(conn: Connection) -> None:
    """Makes a session ready to record migrations; `deallocate all` makes it forget."""
    conn.execute(preparation())


def preparation() -> str:
    """Answers the statements that make a session ready to record migrations."""
    return load("ledger/prepare")


def apply_rows(conn: Connection, record: Record) -> str:
    """Answers the statements that write, in a migration's transaction, that it was applied."""
    known = record._asdict() | _log_row(record.migration_id) | {"version": __version__}
    return _filled(conn, "ledger/record_apply", known)


def rollback_rows(conn: Connection, migration_id: str) -> str:
    """Answers the statements that write, in a rollback's transaction, that it was done."""
    return _filled(conn, "ledger/record_rollback", _log_row(migration_id))


def step_rows(conn: Connection, migration_id: str) -> str:
    """Answers the statement that takes away, in its last transaction, a migration's steps."""
    return _filled(conn, "ledger/forget_steps", {"id": migration_id})


def redo_rows(conn: Connection, migration_id: str, what: str) -> str:
    """Answers the statements that write how far the redo of a migration is.

    Args:
        conn: where they will be run.
        migration_id: the migration.
        what: `begun` when it is rolled back, `done` when it is applied again, `forgotten` when it
            is rolled back for good.
    """
    return _filled(conn, _REDO[what], {"id": migration_id})


def _filled(conn: Connection, query: str, values: dict[str, Any]) -> str:
    # As literals, so that they travel with the migration itself: one round trip for all.
    # psycopg's SQL.format() takes three times as long, as it quotes each use of a value anew.
    return load(query).format(**{k: Literal(one).as_string(conn) for k, one in values.items()})


def record_adopted(
    conn: Connection,
    record: Record,
    *,
    tool: str,
    applied_at: datetime | None,
    applied_by: str,
) -> None:
    """Writes that another tool applied a migration, into the transaction that is open.

    Args:
        conn: the connection.
        record: the migration, as refdb's own files have it.
        tool: the tool's name.
        applied_at: when it did; None for now.
        applied_by: who did it; empty where only the tool is known.
    """
    known = {
        "version": __version__,
        "applied_at": applied_at,
        "applied_by": applied_by or tool,
        "comment": f"adopted from {tool}",
    }
    row = _log_row(record.migration_id) | record._asdict() | known
    conn.execute(load("ledger/record_adopted"), row)


def _log_row(migration_id: str) -> dict[str, Any]:
    return {
        "id": migration_id,
        # yoyo's key: the hash of the file's name.
        "hash": hashlib.sha256(migration_id.encode()).hexdigest(),
        "log_id": str(uuid.uuid4()),
        "user": _user(),
        "host": _host(),
    }


@cache
def _host() -> str:
    return socket.gethostname()


@cache
def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return "unknown"


def begin_step(conn: Connection, step: Step) -> None:
    """Writes the intent to run one statement of a non-transactional migration."""
    conn.execute(
        load("ledger/begin_step"),
        _step_key(step) | {"checksum": step.statement_checksum},
    )


def count_step(conn: Connection, step: Step, rows: int) -> int:
    """Adds the rows that one run of a repeated statement changed; answers their sum."""
    values = _step_key(step) | {"rows": rows}
    return int(conn.execute(load("ledger/count_step"), values).fetchall()[0][0])


def end_step(conn: Connection, step: Step) -> None:
    """Writes that the statement ended well."""
    conn.execute(load("ledger/end_step"), _step_key(step))


def forget_step(conn: Connection, step: Step) -> None:
    """Takes the intent back: the server refused the statement, nothing of it is there."""
    conn.execute(load("ledger/forget_step"), _step_key(step))


def _step_key(step: Step) -> dict[str, Any]:
    return {"id": step.migration_id, "direction": step.direction, "position": step.position}
