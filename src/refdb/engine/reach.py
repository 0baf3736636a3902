"""Whether a target can be migrated at all: not a standby, not behind a transaction-mode pooler."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import psycopg
from psycopg.rows import class_row

from refdb import db
from refdb.errors import RefdbError, RefusedError
from refdb.queries import load

if TYPE_CHECKING:
    from refdb.db import Connection


class TargetState(NamedTuple):
    """Whether a server can be written to, and which of its processes answered.

    Attributes:
        is_standby: it replays another server's log.
        is_read_only: transactions begin read-only.
        pid: the process that answered.
    """

    is_standby: bool
    is_read_only: bool
    pid: int


def read_target_state(conn: Connection) -> TargetState:
    """Answers whether a server can be written to, and which of its processes answered."""
    with conn.cursor(row_factory=class_row(TargetState)) as cursor:
        return cursor.execute(load("engine/target_state")).fetchall()[0]


def check_reach(conn: Connection) -> None:
    """Looks at a target before anything is tried on it.

    Raises:
        RefusedError: it is a standby or read-only, or a pooler hands each transaction to
            another session, so that the runner's lock would be nobody's.
    """
    state = read_target_state(conn)
    refusal = refused_target(state, in_pool=_is_transaction_pool(conn, state.pid))
    if refusal:
        raise refusal


def refused_target(state: TargetState, *, in_pool: bool) -> RefusedError | None:
    """Answers why a target cannot be migrated, None when it can. Pure."""
    if state.is_standby:
        hint = "Connect to the primary: with several hosts, add target_session_attrs=read-write."
        return RefusedError("the target is a standby, which nothing can be written to", hint=hint)
    if state.is_read_only:
        hint = "Look at default_transaction_read_only of the role, the database and the server."
        return RefusedError("the target is read-only", hint=hint)
    if in_pool:
        return RefusedError(
            "the target is a pooler in transaction mode, where a session's lock is not one's own",
            hint="Connect to PostgreSQL itself (its own port), or to a pool in session mode.",
        )
    return None


def _is_transaction_pool(conn: Connection, pid: int) -> bool:
    """Whether a second client is given the server process that the first one still has.

    A server tells its own process id when a connection is made; a pooler cannot, because it
    does not know yet which one will answer. So the dear question is asked of poolers only.
    """
    if conn.info.backend_pid == pid:
        return False
    with suppress(RefdbError), db.connect_beside(conn) as other:
        return _shares_process(conn, other, pid)
    return False


def _shares_process(conn: Connection, other: Connection, pid: int) -> bool:
    """Whether the first client's process is free for others between its statements."""
    try:
        with other.transaction():
            others = read_target_state(other).pid
            return others == pid or read_target_state(conn).pid != pid
    except psycopg.Error:  # in statement mode a transaction is refused
        return True
