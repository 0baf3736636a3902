"""Which sessions have the queries of a snapshot prepared: those that take more than one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from psycopg.pq import TransactionStatus

from refdb.catalog import texts
from refdb.catalog.fetch import fetch
from refdb.errors import StatementFailedError

if TYPE_CHECKING:
    from refdb.db import Connection

# By connection the process of its session, and whether the queries are prepared there.
_KNOWN: WeakKeyDictionary[Connection, tuple[int, bool]] = WeakKeyDictionary()


def prepare(conn: Connection, *, inside: bool) -> None:
    """Makes a session plan the queries once, where it has not yet.

    Args:
        conn: its connection.
        inside: a transaction is under way, and stays as it is.

    Raises:
        StatementFailedError: the server refused.
    """
    process = conn.info.backend_pid
    if _KNOWN.get(conn) != (process, True):
        list(fetch(conn, texts.preparation(inside=inside)))
        _KNOWN[conn] = (process, True)


def is_prepared(conn: Connection, *, inside: bool) -> bool:
    """Answers whether a session has the queries prepared, which its second snapshot does.

    The first does not: many sessions take no other, and behind a pooler that gives each
    transaction another session, what is prepared would be met by nobody, or by somebody else.

    Args:
        conn: its connection.
        inside: a transaction is under way, and stays as it is.
    """
    process, is_there = _KNOWN.get(conn, (0, False))
    if process != conn.info.backend_pid:
        return False
    if not is_there:
        try:
            prepare(conn, inside=inside)
        except StatementFailedError:
            mend(conn, inside=inside)
            return False
    return True


def mend(conn: Connection, *, inside: bool) -> None:
    """Puts the connection in order again after a failure, where it is still there.

    Args:
        conn: the connection.
        inside: a transaction was under way before, and is to go on.
    """
    if conn.info.transaction_status == TransactionStatus.INERROR:
        list(fetch(conn, texts.undo(inside=inside)))


def took_one(conn: Connection) -> None:
    """Says that a session has taken a snapshot."""
    process = conn.info.backend_pid
    if _KNOWN.get(conn, (0, False))[0] != process:
        _KNOWN[conn] = (process, False)


def forget(conn: Connection) -> None:
    """Says that somebody has thrown away what a session had prepared."""
    _KNOWN.pop(conn, None)
