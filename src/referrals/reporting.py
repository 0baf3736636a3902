"""Tells the database and Redis, now and then, what the process has counted."""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from referrals import queries
from referrals.cache.store import StoreError
from referrals.errors import ReferralError

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from referrals.cache.store import Store
    from referrals.counters import Call, Counters, Counting
    from referrals.database.access import Access

_LOG = logging.getLogger("referrals")


class Reporter:
    """A thread that reports: to the database's own metrics and alerts, and to a hash in Redis.

    Args:
        access: the database.
        counting: where durations are kept.
        look: answers the counters.
        store: the cache's Redis; None without a cache.
        tick: seconds between two reports.
    """

    def __init__(
        self,
        access: Access,
        counting: Counting,
        look: Callable[[], Counters],
        store: Store | None,
        tick: float,
    ) -> None:
        self._access = access
        self._counting = counting
        self._look = look
        self._store = store
        self._tick = tick
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._live, name="referrals-reporter", daemon=True)
        self._field = f"{socket.gethostname()}:{os.getpid()}"

    def start(self) -> None:
        """Begins to report."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread, and takes away what it left in Redis."""
        self._ending.set()
        self._thread.join(timeout=10)
        if self._store is not None:
            with suppress(StoreError):
                self._store.withdraw(self._field)

    def report(self) -> None:
        """Reports now. What cannot be told is not kept: a report costs no caller anything."""
        counters, calls = self._look(), self._counting.take_calls()
        try:
            self._access.run("writes", lambda conn: _record(conn, counters, calls))
        except ReferralError as error:
            _LOG.info("referrals: no report to the database: %s", error)
        if self._store is not None:
            told = {"at": time.time(), **counters.as_dict()}
            try:
                self._store.publish(self._field, json.dumps(told))
            except StoreError:
                _LOG.info("referrals: no report to Redis")

    def _live(self) -> None:
        while not self._ending.wait(self._tick):
            self.report()


def _record(conn: Connection[Any], counters: Counters, calls: list[Call]) -> None:
    with conn.transaction():
        pool = {"name": counters.name, "free": counters.pool_free}
        conn.execute(queries.load("record_pool"), pool)
        with conn.cursor() as cursor:
            cursor.executemany(
                queries.load("record_metric"),
                [
                    {
                        "query_type": one.kind,
                        "milliseconds": round(one.seconds * 1000, 3),
                        "is_error": one.is_error,
                    }
                    for one in calls
                ],
            )
