"""Makes locks visible that are gone before anybody could look, without a race.

A statement that refuses a transaction runs several of its own, and gives up its locks on the way.
So in front of each table that it could lock stands a gate: a session that holds ACCESS EXCLUSIVE on
it and, below that, weaker modes, to which it comes back by savepoints. The statement waits at the
gate for as long as the gate likes, and pg_locks shows in which mode it asks, and all that it holds
by then. Then the gate that it waits for steps down, to a mode that the same request passes and a
stronger one does not. Where it waits for everybody who uses the table, as concurrent builds do,
it waits for the gate as well, and shows what it holds there.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
from psycopg.sql import SQL

from refdb import db
from refdb.locks.modes import Mode
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.db import Connection
    from refdb.locks.targets import Gated, Table

_SECONDS_BETWEEN_LOOKS = 0.001

# From the lowest step to the highest; below them is a query's ACCESS SHARE, on indexes too.
_STEPS = ("ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "ACCESS EXCLUSIVE")


@dataclass
class Seen:
    """What a session was seen to hold or to wait for: modes by the relation's oid."""

    locks: dict[int, frozenset[Mode]] = field(default_factory=dict)

    def add(self, oid: int, mode: Mode) -> None:
        """Adds one."""
        self.locks[oid] = self.locks.get(oid, frozenset()) | {mode}


class _Gate:
    """A session that stands in front of one table, and can step down."""

    def __init__(self, conn: Connection, table: Table) -> None:
        self._conn = conn
        self.pid = conn.info.backend_pid
        name = SQL(table.name)
        conn.execute(load("locks/gate_open"))
        conn.execute(SQL(load("locks/gate_base")).format(table=name))
        self._steps = 1
        for mode in () if table.is_view else _STEPS:
            self._climb("locks/gate_lock", table=name, mode=SQL(mode))
        if table.is_view:  # lock table refuses it; a comment takes SHARE UPDATE EXCLUSIVE
            self._climb("locks/gate_comment", table=name)

    def _climb(self, query: str, **parts: SQL) -> None:
        self._conn.execute(load("locks/gate_savepoint"))
        self._conn.execute(SQL(load(query)).format(**parts))
        self._steps += 1

    def step_down(self) -> None:
        """Gives up the strongest mode; after the last, the whole transaction."""
        self._steps -= 1
        if self._steps > 0:
            self._conn.execute(load("locks/gate_back"))
            self._conn.execute(load("locks/gate_release"))
        elif self._steps == 0:
            self._conn.execute(load("locks/gate_end"))

    def close(self) -> None:
        """Gives up everything, in whatever state it is."""
        self._conn.close()


@contextmanager
def watched(conn: Connection, gated: Gated) -> Iterator[Seen]:
    """Observes, with gates, what `conn` locks inside the block.

    Args:
        conn: in autocommit mode; it runs one statement inside the block.
        gated: where the gates stand.

    Returns:
        What was seen, whole after the block.

    Raises:
        CannotConnectError: there are no connections for the gates.
    """
    with ExitStack() as stack:
        with db.failures():
            monitor = stack.enter_context(db.connect_beside(conn))
            gates = [
                _Gate(stack.enter_context(db.connect_beside(conn)), one) for one in gated.tables
            ]
        warden = _Warden(monitor, conn.info.backend_pid, {gate.pid: gate for gate in gates})
        stack.callback(warden.stop)
        warden.start()
        yield warden.seen
        warden.stop()
        if warden.failure:
            raise db.statement_failed(warden.failure)


class _Warden(threading.Thread):
    """Looks what the observed session waits for, notes its locks, and lets it pass."""

    def __init__(self, monitor: Connection, pid: int, gates: dict[int, _Gate]) -> None:
        super().__init__(daemon=True)
        self._monitor, self._pid, self._gates = monitor, pid, gates
        self._ended = threading.Event()
        self.seen = Seen()
        self.failure: psycopg.Error | None = None

    def run(self) -> None:
        """Works until the observed statement has ended, or a look has failed."""
        try:
            while not self._ended.wait(_SECONDS_BETWEEN_LOOKS):
                self._look()
        except psycopg.Error as error:
            self.failure = error
            for gate in self._gates.values():
                gate.close()

    def stop(self) -> None:
        """Ends it: the observed statement is over."""
        self._ended.set()
        self.join()

    def _look(self) -> None:
        values = {"pid": self._pid}
        blockers = self._monitor.execute(load("locks/blockers"), values).fetchall()
        at = [self._gates[pid] for (pid,) in blockers if pid in self._gates]
        if not at:
            return
        # It waits for a gate, and until a gate moves it does nothing else.
        for oid, mode in self._monitor.execute(load("locks/locks_of"), values).fetchall():
            self.seen.add(oid, Mode(mode))
        for gate in at:
            gate.step_down()
