"""Who keeps a statement from its lock: looked up beside it, while it waits."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

import psycopg
from psycopg.rows import class_row

from refdb import db
from refdb.errors import RefdbError
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.db import Connection

_GRACE = 0.02  # seconds; what needs less is not looked at, so quick migrations cost nothing
_POLL = 0.05  # seconds between two looks


class Blocker(NamedTuple):
    """A session that holds a lock which another one waits for.

    Attributes:
        pid: its server process.
        application: what it calls itself.
        role: who it logged in as.
        state: `active`, `idle in transaction` …
        age_s: seconds since its transaction began.
        query: the beginning of its last statement.
        modes: the locks that it holds on what is waited for.
        relation: the table that is waited for; empty for other things.
    """

    pid: int
    application: str
    role: str
    state: str
    age_s: int
    query: str
    modes: str
    relation: str

    @property
    def who(self) -> str:
        """Who it is, short."""
        return f"pid {self.pid} ({self.application or 'no name'}, {self.role})"

    @property
    def age(self) -> str:
        """What it does, and for how long its transaction has been open."""
        return f"{self.state} for {self.age_s} s"

    def __str__(self) -> str:
        """One line for people."""
        what = f"holds {self.modes or 'a lock'}" + (f" on {self.relation}" if self.relation else "")
        return f"{self.who}, {self.age}, {what}: {self.query}"


@contextmanager
def watched(conn: Connection, *, pid: int = 0) -> Iterator[list[Blocker]]:
    """Looks for the blockers of a connection while the block runs.

    Args:
        conn: the connection whose statements may wait.
        pid: its server process, where a pooler tells another one.

    Yields:
        A list that holds, once the block has ended, the blockers that were seen last.
    """
    seen: list[Blocker] = []
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(conn, pid, seen, ended), daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()


def _watch(conn: Connection, pid: int, seen: list[Blocker], ended: threading.Event) -> None:
    if ended.wait(_GRACE):
        return
    # Not being able to look must not keep a migration from running.
    with suppress(psycopg.Error, RefdbError), db.connect_beside(conn) as beside:
        pid = pid or conn.info.backend_pid
        while not ended.is_set():
            with beside.cursor(row_factory=class_row(Blocker)) as cursor:
                found = cursor.execute(load("engine/blockers"), {"pid": pid}).fetchall()
            if found:
                seen[:] = found
            ended.wait(_POLL)
