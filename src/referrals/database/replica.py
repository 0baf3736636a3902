"""Where analytics are read: on a standby while it is near enough, else on the primary."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from referrals import queries
from referrals.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from referrals.database.access import Access

T = TypeVar("T")
#: Seconds for which one look at the standby is good.
_LOOK = 1.0


@dataclass(frozen=True, slots=True)
class StandbyState:
    """What a standby says of itself.

    Attributes:
        is_standby: False for one that was promoted: it goes its own way now.
        has_all: whether it has what the primary had when it was asked; None when that is unknown.
        last_commit: seconds since the last commit that it has; None when it has seen none.
    """

    is_standby: bool
    has_all: bool | None
    last_commit: float | None

    def is_near(self, bound: float) -> bool:
        """Answers whether it may be read.

        When the primary has written since, the age of the last commit is the most that the standby
        can be behind. With no primary to ask there is nothing newer that could be read.
        """
        if not self.is_standby:
            return False
        if self.has_all is None or self.has_all:
            return True
        return self.last_commit is not None and self.last_commit <= bound


class Analytics:
    """Runs analytics on the standby or on the primary.

    Args:
        primary: the one that is always right.
        standby: the one that spares it; None without one.
        bound: seconds that it may be behind.
    """

    def __init__(self, primary: Access, standby: Access | None, bound: float) -> None:
        self._primary = primary
        self._standby = standby
        self._bound = bound
        self._looking = threading.Lock()
        self._looked_at = float("-inf")
        self._is_near = False
        self.on_standby = 0
        self.on_primary = 0

    def run(self, work: Callable[[Access, Connection[Any]], T]) -> T:
        """Answers what the work gives, with the access and the connection that it runs on."""
        standby = self._standby
        if standby is not None and self._can_use(standby):
            try:
                answer = standby.run("analytics", lambda conn: work(standby, conn))
            except UnavailableError:
                self._is_near = False
            else:
                self.on_standby += 1
                return answer
        self.on_primary += 1
        return self._primary.run("analytics", lambda conn: work(self._primary, conn))

    def _can_use(self, standby: Access) -> bool:
        """Looks at the standby now and then, one thread at a time; others take its last look."""
        if time.monotonic() - self._looked_at < _LOOK:
            return self._is_near
        if not self._looking.acquire(blocking=False):
            return self._is_near
        try:
            self._is_near = self._look(standby).is_near(self._bound)
        except UnavailableError:
            self._is_near = False
        finally:
            self._looked_at = time.monotonic()
            self._looking.release()
        return self._is_near

    def _look(self, standby: Access) -> StandbyState:
        position = self._position()

        def ask(conn: Connection[Any]) -> StandbyState:
            row = conn.execute(queries.load("standby_state"), {"position": position}).fetchone()
            return StandbyState(*row) if row else StandbyState(False, None, None)

        return standby.run("analytics", ask)

    def _position(self) -> str | None:
        def ask(conn: Connection[Any]) -> str | None:
            row = conn.execute(queries.load("primary_position")).fetchone()
            return str(row[0]) if row else None

        try:
            return self._primary.run("analytics", ask)
        except UnavailableError:
            return None
