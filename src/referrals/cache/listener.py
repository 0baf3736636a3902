"""Hears from the database what changed, for as long as the process lives."""

from __future__ import annotations

import logging
import random
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from referrals import queries
from referrals.changes import Change, NoChangeError
from referrals.database.prepared import is_pooled

if TYPE_CHECKING:
    from collections.abc import Callable

_LOG = logging.getLogger("referrals")
_OWN, _SCHEMAS = "referral_cache", "ranking_changes"
#: Seconds: how long one wait is, how long a change of the schema's waits for the word of this
#: package that says whose it is, and how often the server is asked if it is still the primary.
_WAIT, _GRACE, _ALIVE = 0.25, 0.02, 5.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0


@dataclass(frozen=True, slots=True)
class Ears:
    """What is done with what is heard.

    Attributes:
        connected: with the schema's version, each time: something may have been missed before.
        changed: with each change, once.
    """

    connected: Callable[[str], None]
    changed: Callable[[Change], None]


class Pending:
    """Changes that the schema told, until this package's own word of the same transaction is there.

    Both come together, the schema's first. The own word says whose answers changed; a change
    without one is somebody else's, and everybody's.
    """

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], tuple[float, Change]] = {}

    def hear(self, channel: str, change: Change, now: float) -> Change | None:
        """Answers the change when it can be carried out at once."""
        name = (change.organization_id, change.changed_at)
        if channel == _OWN:
            self._waiting.pop(name, None)
            return change
        self._waiting[name] = (now, change)
        return None

    def due(self, now: float) -> list[Change]:
        """Answers the changes that nobody has said more about."""
        due = [name for name, (heard, _) in self._waiting.items() if now - heard >= _GRACE]
        return [self._waiting.pop(name)[1] for name in due]

    @property
    def is_empty(self) -> bool:
        """Whether none waits."""
        return not self._waiting


class Listener:
    """A thread with a connection of its own, which it makes anew whenever it is lost.

    Args:
        conninfo: the server itself; a pooler of transactions passes no notification on.
        ears: what is done with what is heard.
    """

    def __init__(self, conninfo: str, ears: Ears) -> None:
        self._conninfo = conninfo
        self._ears = ears
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._live, name="referrals-listener", daemon=True)
        self.is_connected = threading.Event()

    def start(self) -> None:
        """Begins to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread and its connection."""
        self._ending.set()
        self._thread.join(timeout=10)

    def _live(self) -> None:
        pause = _FIRST_PAUSE
        while not self._ending.is_set():
            try:
                with psycopg.connect(self._conninfo, autocommit=True) as conn:
                    self._begin(conn)
                    pause = _FIRST_PAUSE
                    self._listen(conn)
            except (psycopg.Error, _NotListeningError) as error:
                _LOG.warning("referrals: the listener is not connected: %s", type(error).__name__)
            finally:
                self.is_connected.clear()
            self._ending.wait(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _begin(self, conn: psycopg.Connection[Any]) -> None:
        if is_pooled(conn):
            _LOG.error("referrals: listen_url leads to a pooler; nothing is cached")
            raise _NotListeningError
        self._check(conn)
        conn.execute(queries.load("listen"), prepare=False)
        row = conn.execute(queries.load("schema_version")).fetchone()
        self._ears.connected(str(row[0]) if row else "")
        self.is_connected.set()

    def _listen(self, conn: psycopg.Connection[Any]) -> None:
        pending, checked = Pending(), time.monotonic()
        while not self._ending.is_set():
            for notify in conn.notifies(
                timeout=_WAIT if pending.is_empty else _GRACE, stop_after=1
            ):
                self._hear(pending, notify)
            for change in pending.due(time.monotonic()):
                self._ears.changed(change)
            if time.monotonic() - checked > _ALIVE:
                self._check(conn)
                checked = time.monotonic()

    def _hear(self, pending: Pending, notify: psycopg.Notify) -> None:
        """Anybody may send on these channels: what tells no change is no news."""
        try:
            change = Change.read(notify.payload)
        except NoChangeError:
            return
        ready = pending.hear(notify.channel, change, time.monotonic())
        if ready is not None:
            self._ears.changed(ready)

    def _check(self, conn: psycopg.Connection[Any]) -> None:
        """A standby sends nothing, and a dead server is found out only by asking it."""
        row = conn.execute(queries.load("backend")).fetchone()
        if row is None or row[1]:
            raise _NotListeningError


class _NotListeningError(Exception):
    """Nothing would be heard on this connection."""
