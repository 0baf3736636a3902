"""Looks at a server of refdb's own: what was written there, and whether a clone is as new."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg

from refdb import db
from refdb.errors import RefdbError
from refdb.queries import load
from refdb.throwaway.names import CLONE
from refdb.throwaway.traces import Look, Verdict, judge
from refdb.throwaway.urls import database_of, url_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from refdb.db import Connection
    from refdb.throwaway.traces import Own
    from refdb.throwaway.value import Throwaway

# Whoever has just closed a connection is gone after a moment; a pool's connections stay.
_LOOKS: Final = 20
_SECONDS_BETWEEN: Final = 0.001


class Watcher:
    """Judges clones of a server that nobody else writes to. Any thread may ask.

    Attributes:
        untouched: the server is still what its template gave, so another one is the same.
    """

    def __init__(self, opened: Throwaway) -> None:
        """Looks at the server as it is before anybody has a clone.

        Raises:
            RefdbError: it does not answer.
        """
        self._url = opened.quiet
        self._pattern = f"^{database_of(opened.url)}{CLONE}"
        self._asking = threading.Lock()
        self._session: Connection | None = None
        self._own: list[Own] = []
        with db.connect(opened.url, track_counts="off") as conn:
            self._as_new = _state_of(conn)
        with self._connected() as conn:
            row = conn.execute(load("throwaway/is_untouched")).fetchone()
            self.untouched = row == (True,)
            self._last = self._look(conn, "")

    def stay(self, home: str) -> None:
        """Keeps a session from now on, in a database where it is in nobody's way."""
        with suppress(RefdbError):
            self._session = db.connect(url_of(self._url, home))

    def note(self, own: Own) -> None:
        """Hears of a transaction of the maker's that has ended."""
        self._own.append(own)

    @property
    def last(self) -> Look:
        """The last look at the server."""
        return self._last

    def verdict(self, name: str, before: Look) -> Verdict:
        """Answers what is to become of a clone that nobody needs any more.

        Args:
            name: the clone.
            before: the last look before it was taken.
        """
        with self._asking:
            look = self._seen(name) or self._seen(name)  # a test may have ended every session
            if look is None:
                return Verdict.USED  # a server that has gone is told of by who makes clones
            self._last = look
            return judge(before, look, tuple(self._own))

    def renew(self, name: str) -> bool:
        """Answers whether a clone is what a new one would be, with nothing counted of its use.

        Args:
            name: a clone that nobody has, in which no transaction has written.
        """
        with (
            suppress(RefdbError, psycopg.Error),
            db.connect(url_of(self._url, name), track_counts="off") as conn,
        ):
            conn.execute(load("throwaway/forget_reads"))
            state, is_all = _state_of(conn)
            return is_all and state == self._as_new[0]
        return False

    def close(self) -> None:
        """Ends the session."""
        if self._session is not None:
            self._session.close()

    def _seen(self, name: str) -> Look | None:
        """Looks at the server; None where it does not answer in this session."""
        try:
            with self._connected() as conn:
                return self._settled(conn, name)
        except (RefdbError, psycopg.Error):
            self._session = None
            return None

    def _settled(self, conn: Connection, name: str) -> Look:
        """Looks until nobody is in a clone, or whoever is there stays."""
        for _ in range(_LOOKS):
            look = self._look(conn, name)
            if not look.inside:
                break
            time.sleep(_SECONDS_BETWEEN)
        return look

    def _look(self, conn: Connection, name: str) -> Look:
        values = {"clones": self._pattern, "name": name}
        return Look(*conn.execute(load("throwaway/server_state"), values).fetchone() or ())

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        if self._session is not None:
            yield self._session
            return
        with db.connect(self._url) as conn:
            yield conn


def _state_of(conn: Connection) -> tuple[str, bool]:
    state, is_all = conn.execute(load("throwaway/database_state")).fetchone() or ("", False)
    return state, is_all
