"""Whether statements may be prepared: on the server itself always, behind a pooler only a new one.

PgBouncer prepares for its clients since 1.21, under names of its own. An older one gives every
transaction another session, where a statement that was prepared before is not known, or another one
is known by its name. Which of them it is shows in the name that a statement has on the server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg import Error, capabilities

from referrals import queries

if TYPE_CHECKING:
    from psycopg import Connection

_NAME = b"referrals_probe"


def is_pooled(conn: Connection[Any]) -> bool:
    """Answers whether a pooler is in between: it gives out numbers of its own for sessions."""
    row = conn.execute(queries.load("backend"), prepare=False).fetchone()
    return row is not None and row[0] != conn.info.backend_pid


def can_prepare(conn: Connection[Any]) -> bool:
    """Answers whether prepared statements reach the session that they were prepared in."""
    if not is_pooled(conn):
        return True
    return capabilities.has_send_close_prepared() and _is_renamed(conn)


def _is_renamed(conn: Connection[Any]) -> bool:
    """Prepares a statement that answers its own name, inside one transaction, and closes it."""
    raw = conn.pgconn
    try:
        with conn.transaction():
            # What the driver holds back is sent before the raw calls.
            conn.execute(queries.load("backend"), prepare=False)
            raw.prepare(_NAME, queries.load("probe").encode())
            result = raw.exec_prepared(_NAME, [])
            raw.close_prepared(_NAME)
            return result.get_value(0, 0) == b"t"
    except Error:
        return False
