"""How far an index build is and whom it waits for: looked up beside it, while it runs.

The per cent are those of the phase, as the server counts them, and not of the whole build: what
the phases to come will take depends on the machine and on others' transactions, which nobody
knows. Within a phase they only grow.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import psycopg
from psycopg.rows import class_row

from refdb import db
from refdb.engine.blockers import Blocker
from refdb.engine.reach import read_target_state
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.db import Connection
    from refdb.engine.listener import Listener

_GRACE = 0.5  # seconds; what needs less is not told of, and no connection is made for it
_POLL = 0.5  # seconds between two looks
# Where a short lock_timeout ends the statement, who it waited for must be seen before that.
_QUICK_GRACE, _QUICK_POLL = 0.02, 0.05
_PATIENCE = 1.0  # seconds for a look that is under way when the statement ends
# A look that itself hangs would hold a snapshot, for which the build would have to wait.
_LIMITS = {"lock_timeout": "1s", "statement_timeout": "2s", "client_check": "0"}

# What the server counts in which part of a phase; for other parts its numbers are left over.
_BLOCKS = ("building index", "scanning table", "scanning index")
_TUPLES = ("loading tuples in tree",)
_SNAPSHOT = "virtualxid"  # the lock that stands for a whole transaction


@dataclass(frozen=True)
class BuildProgress:
    """How far a statement is that builds an index, or waits for others as such a build does.

    Attributes:
        id: the migration.
        phase: what the server does, in its own words.
        percent: how much of the phase is done, 0 to 100; None where the server counts nothing.
        reindexed: the index that is under way, where one statement builds several.
        waiting_for: the sessions that it waits for now.
        others: how many more it will wait for, one after the other, in this phase.
    """

    id: str
    phase: str
    percent: float | None = None
    reindexed: str = ""
    waiting_for: tuple[Blocker, ...] = ()
    others: int = 0

    def __str__(self) -> str:
        """How far it is, in a few words."""
        index = f"{self.reindexed}: " if self.reindexed else ""
        percent = f", {self.percent:.0f} %" if self.percent is not None else ""
        return f"{index}{self.phase}{percent}"


class Row(NamedTuple):
    """What the server says of a session: a row of `engine/index_progress`."""

    phase: str = ""
    blocks_done: int = 0
    blocks_total: int = 0
    tuples_done: int = 0
    tuples_total: int = 0
    lockers_done: int = 0
    lockers_total: int = 0
    reindexed: str = ""
    awaited: str = ""


def build_progress(
    migration_id: str,
    row: Row,
    blockers: tuple[Blocker, ...],
) -> BuildProgress | None:
    """Answers how far a statement is; None where there is nothing to tell. Pure.

    Args:
        migration_id: what it belongs to.
        row: what the server says.
        blockers: who it waits for.
    """
    if not row.phase and not row.awaited:
        return None
    return BuildProgress(
        migration_id,
        _phase(row, blockers),
        _percent(row),
        row.reindexed,
        blockers,
        max(0, row.lockers_total - row.lockers_done - len(blockers)),
    )


def _phase(row: Row, blockers: tuple[Blocker, ...]) -> str:
    if not row.awaited or row.phase.startswith("waiting"):
        return row.phase
    if row.awaited == _SNAPSHOT:
        return "waiting for other transactions"
    relation = next((one.relation for one in blockers if one.relation), "")
    return f"waiting for a lock on {relation}" if relation else "waiting for a lock"


def _percent(row: Row) -> float | None:
    part = row.phase.rpartition(": ")[2]
    done, total = 0, 0
    if part in _BLOCKS:
        done, total = row.blocks_done, row.blocks_total
    elif part in _TUPLES:
        done, total = row.tuples_done, row.tuples_total
    return min(100.0, 100.0 * done / total) if total else None


@contextmanager
def watched(
    conn: Connection,
    migration_id: str,
    listener: Listener,
    *,
    is_quick: bool = False,
) -> Iterator[list[Blocker]]:
    """Looks how far a connection's statement is while the block runs, and tells the listener.

    Nothing that goes wrong with it reaches the statement: not being able to look is no error.

    Args:
        conn: an idle connection in autocommit mode, which will run the statement.
        migration_id: what it belongs to.
        listener: told of what is seen.
        is_quick: look early and often, because the statement has a lock_timeout.

    Yields:
        A list of those that the statement was last seen waiting for.
    """
    pid = read_target_state(conn).pid  # behind a pooler, the driver knows another one
    watcher = _Watcher(conn, pid, migration_id, listener)
    pace = (_QUICK_GRACE, _QUICK_POLL) if is_quick else (_GRACE, _POLL)
    # A daemon: one that hangs in connecting must not keep a command that has ended.
    thread = threading.Thread(target=watcher.run, args=pace, daemon=True)
    thread.start()
    try:
        yield watcher.seen
    finally:
        watcher.end(thread)


class _Watcher:
    """What is seen beside a statement, and when that ends."""

    def __init__(self, conn: Connection, pid: int, migration_id: str, listener: Listener) -> None:
        self.seen: list[Blocker] = []
        self._conn = conn
        self._pid = pid
        self._id = migration_id
        self._listener = listener
        self._ended = threading.Event()
        self._tells_from = time.monotonic() + _GRACE
        self._has_told = False

    def run(self, grace: float, poll: float) -> None:
        """Looks until the end; gives up for good where there is no connection to look from."""
        if self._ended.wait(grace):
            return
        with suppress(Exception), db.connect_beside(self._conn) as beside:
            beside.execute(load("engine/set_timeouts"), _LIMITS)
            while not (self._ended.is_set() or beside.closed):
                with suppress(psycopg.Error):
                    self._look(beside)
                self._ended.wait(poll)

    def _look(self, beside: Connection) -> None:
        values = {"pid": self._pid}
        with beside.cursor(row_factory=class_row(Row)) as cursor:
            row = cursor.execute(load("engine/index_progress"), values).fetchone()
        if row is None:
            return
        blockers: tuple[Blocker, ...] = ()
        if row.awaited:  # asking who blocks is dear, and done only where somebody does
            with beside.cursor(row_factory=class_row(Blocker)) as found:
                blockers = tuple(found.execute(load("engine/blockers"), values).fetchall())
        if blockers:
            self.seen[:] = blockers
        self._tell(build_progress(self._id, row, blockers))

    def _tell(self, build: BuildProgress | None) -> None:
        if build and time.monotonic() >= self._tells_from and not self._ended.is_set():
            self._has_told = True
            self._listener.on_build(build)

    def end(self, thread: threading.Thread) -> None:
        """Ends the looking, and tells the listener that there is nothing more to tell."""
        self._ended.set()
        thread.join(_PATIENCE)
        if self._has_told:
            with suppress(Exception):
                self._listener.on_build(None)
