"""One refdb at a time on a database: a polled advisory lock that dies with its connection."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg

from refdb import db
from refdb.errors import RefusedError
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from refdb.db import Connection

_POLL = 0.1  # seconds between two tries
_GRACE = 0.5  # seconds; a wait that is shorter is not told of


@contextmanager
def runner_lock(
    conn: Connection,
    wait: float,
    on_wait: Callable[[str], None] = lambda _: None,
) -> Iterator[None]:
    """Holds the lock of the one refdb that may change this database.

    Args:
        conn: a connection in autocommit mode; the lock is its session's.
        wait: seconds to try.
        on_wait: told once, when this is waiting, who has the lock.

    Raises:
        RefusedError: another one held it all the time; the message names it.
    """
    with db.failures():
        _take(conn, wait, on_wait)
    try:
        yield
    finally:
        # The session's end gives the lock back where this cannot.
        if not conn.closed:
            with suppress(psycopg.Error):
                conn.execute(load("engine/unlock"))


def _take(conn: Connection, wait: float, on_wait: Callable[[str], None]) -> None:
    began, has_told = time.monotonic(), False
    while not _taken(conn):
        waited = time.monotonic() - began
        if waited >= wait:
            raise _locked(conn, wait)
        if waited >= _GRACE and not has_told:
            has_told = True
            on_wait(_holders(conn))
        time.sleep(_POLL)


def _taken(conn: Connection) -> bool:
    return bool(conn.execute(load("engine/try_lock")).fetchall()[0][0])


def _holders(conn: Connection) -> str:
    holders = [
        f"{application or 'a session'} as {role}, pid {pid}, from {client}, connected {age} s ago"
        for pid, role, application, client, age in conn.execute(load("engine/lock_holder"))
    ]
    return "; ".join(holders) or "it just ended"


def _locked(conn: Connection, wait: float) -> RefusedError:
    return RefusedError(
        f"another refdb is at work on this database: {_holders(conn)} (waited {wait:g} s)",
        hint="Wait until it has ended and run the command again, or wait longer: lock_wait under "
        "[apply] in refdb.toml.",
    )
