"""One target's turn: what is known of it while it runs, how it is told to end, what it came to."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import psycopg
from psycopg.pq import TransactionStatus

from refdb import engine
from refdb.errors import RefdbError, StatementFailedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.db import Connection
    from refdb.engine import Blocker, BuildProgress, Done, Progress, Task, Waiting
    from refdb.fleet.members import Member

Answer = TypeVar("Answer")

_GRACE = 0.3  # seconds for a statement to end by itself: most do
_BETWEEN_CANCELS = 1.0  # seconds: a cancel must not hit what undoes the statement before it
_CANCEL_TIMEOUT = 5.0  # seconds


# query_canceled, and a connection that is gone, closed by us or with the server.
_STOPPED = ("57014", "57P01", "")


class StoppedError(RefdbError):
    """The fleet was interrupted; this target's turn ended at a place where nothing is half."""


def is_end_of_stop(error: RefdbError) -> bool:
    """Answers whether an error is how a target that was asked to end does so. Pure."""
    if isinstance(error, StatementFailedError):
        return error.sqlstate in _STOPPED
    return isinstance(error, StoppedError)


@dataclass(frozen=True)
class Ended(Generic[Answer]):
    """What a target's turn came to.

    Attributes:
        member: the target.
        answer: what was answered; None when it failed or was stopped.
        error: why it failed, or what stopped it; None when all is well.
        is_stopped: whether it ended because the fleet was interrupted.
        done: migrations that are committed.
        duration_ms: milliseconds that it took, waiting included.
    """

    member: Member
    answer: Answer | None = None
    error: RefdbError | None = None
    is_stopped: bool = False
    done: int = 0
    duration_ms: float = 0.0

    @property
    def is_failed(self) -> bool:
        """Whether it failed by itself."""
        return self.error is not None and not self.is_stopped


@dataclass(frozen=True)
class Wait:
    """What a target under way waits for.

    Attributes:
        member: the target.
        id: the migration that waits; empty where none has begun.
        blockers: the sessions that it waits for, where they are known.
        runner: the other refdb that is waited for; empty for none.
    """

    member: Member
    id: str = ""
    blockers: tuple[Blocker, ...] = ()
    runner: str = ""

    @property
    def is_over(self) -> bool:
        """Whether it goes on."""
        return not self.id and not self.runner

    def is_news_after(self, told: Wait) -> bool:
        """Answers whether it says more than what was told last: age and tries are no news."""
        if (self.id, self.runner) != (told.id, told.runner):
            return True
        # At the first try nobody looks who has the lock; that it is not known is no news either.
        return bool({one.pid for one in self.blockers} - {one.pid for one in told.blockers})


class Visit(engine.Listener):
    """One target's turn, seen from its own thread and from the fleet's.

    Its own thread tells what it does; the fleet's thread may ask it to end, which undoes what
    is under way and lets what is committed be recorded.

    Args:
        member: the target.
        on_wait: told, in whatever thread, that a wait begins or is over.
    """

    def __init__(self, member: Member, on_wait: Callable[[Wait], None] = lambda _: None) -> None:
        self.member = member
        self._on_wait = on_wait
        self._told = Wait(member)
        self.number_done = 0
        self._began = time.monotonic()
        self._stop = threading.Event()
        self._conn: Connection | None = None
        self._is_waiting = True
        self._next_cancel = 0.0

    @property
    def is_stopped(self) -> bool:
        """Whether it was asked to end."""
        return self._stop.is_set()

    @property
    def is_at_work(self) -> bool:
        """Whether there may be something to undo: it has a connection."""
        return self._conn is not None

    @property
    def duration_ms(self) -> float:
        """Milliseconds since it began."""
        return (time.monotonic() - self._began) * 1000

    def on_connect(self, conn: Connection) -> None:
        """Told of its connection, before anything is asked on it."""
        self._conn = conn
        self.check()

    def on_other_runner(self, holder: str) -> None:
        """Told that it waits for another refdb, nothing of its own begun."""
        self._tell(Wait(self.member, runner=holder))

    def on_begin(self, task: Task) -> None:  # noqa: ARG002 - the listener's signature
        """Told before a migration begins."""
        self.check()
        self._is_waiting = False
        self._tell(Wait(self.member))

    def on_done(self, done: Done) -> None:  # noqa: ARG002 - the listener's signature
        """Told of a migration that is committed."""
        self.number_done += 1
        self._tell(Wait(self.member))

    def on_wait(self, waiting: Waiting) -> None:
        """Told that it will wait for a lock, with nothing half done."""
        self._tell(Wait(self.member, waiting.id, waiting.blockers))
        self._pause()

    def on_build(self, build: BuildProgress | None) -> None:
        """Told how far an index build is: it may wait for others, too."""
        if build and build.waiting_for:
            self._tell(Wait(self.member, build.id, build.waiting_for))
        else:
            self._tell(Wait(self.member))

    def on_progress(self, progress: Progress) -> None:  # noqa: ARG002 - the listener's signature
        """Told that it will pause between two runs of a backfill, the first one committed."""
        self._tell(Wait(self.member))
        self._pause()

    def _tell(self, wait: Wait) -> None:
        if wait.is_news_after(self._told):
            self._told = wait
            self._on_wait(wait)

    def _pause(self) -> None:
        self.check()
        self._is_waiting = True

    def leave(self) -> None:
        """Told that it has ended, in whatever way."""
        self._conn = None

    def check(self) -> None:
        """Raises StoppedError when it was asked to end."""
        if self.is_stopped:
            raise StoppedError("interrupted before its next migration")

    def stop(self) -> None:
        """Asks it to end: no further migration begins."""
        if not self.is_stopped:
            self._next_cancel = time.monotonic() + _GRACE
            self._stop.set()

    def press(self) -> None:
        """Ends what keeps a stopped one: wakes a waiting one, cancels a statement that goes on."""
        conn = self._conn
        if conn is None or conn.closed:
            return
        if conn.lock.acquire(blocking=False):
            try:
                self._wake(conn)
            finally:
                conn.lock.release()
        elif time.monotonic() >= self._next_cancel:
            self._next_cancel = time.monotonic() + _BETWEEN_CANCELS
            with suppress(psycopg.Error):
                conn.cancel_safe(timeout=_CANCEL_TIMEOUT)

    def _wake(self, conn: Connection) -> None:
        # It sleeps between two tries for a lock: the next one will find no connection. Its
        # thread cannot use the connection now, because this one has the connection's lock.
        if self._is_waiting and conn.info.transaction_status == TransactionStatus.IDLE:
            conn.close()
