"""Looks at a database that others work on: in short tries, each of which steps back for them."""

from __future__ import annotations

import itertools
import threading
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import psycopg

from refdb import db, ledger
from refdb.drift.read import read, read_jobs_elsewhere
from refdb.errors import RefdbError, RefusedError, StatementFailedError
from refdb.late import late
from refdb.queries import load

with late():
    from refdb.engine import blockers as blocking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.catalog import Snapshot
    from refdb.db import Connection
    from refdb.engine.blockers import Blocker
    from refdb.ledger import Ledger

_LOCKED = ("55P03", "40P01")  # lock_not_available, deadlock_detected
_CUT_OFF = ("57014", "25P03")  # query_canceled, idle_in_transaction_session_timeout
_PAUSE_S = 0.3  # seconds in which those who waited for this look's own locks go on
_CANCEL_S = 5.0  # how long to try to cancel; the server's own limit comes then


@dataclass(frozen=True)
class Limits:
    """How long a look may take, and others may wait for it.

    Attributes:
        lock_ms: milliseconds that one try waits for a lock. Less than Postgres's
            `deadlock_timeout`, so that hardly ever somebody else's statement is the one that a
            deadlock ends.
        locks_s: seconds for which it is tried again where somebody holds a lock.
        whole_s: seconds after which it is given up, whatever it does.
    """

    lock_ms: int = 200
    locks_s: float = 5.0
    whole_s: float = 30.0


class Looked(NamedTuple):
    """What a database is.

    Attributes:
        ledger: what was applied to it.
        snapshot: its schema.
        jobs_elsewhere: the databases of jobs that pg_cron has for others, by name and user.
    """

    ledger: Ledger
    snapshot: Snapshot
    jobs_elsewhere: Mapping[tuple[str, str], str]


def look(conn: Connection, limits: Limits | None = None) -> Looked:
    """Answers what was applied to a database and what its schema is, in one read-only transaction.

    All its locks are access share. Whoever waits for one of them waits for one try at the most:
    where a try cannot have a lock it gives back those that it has. Nothing is set for the session,
    so it works behind a pooler in transaction mode.

    Args:
        conn: a connection outside a transaction.
        limits: how long it may take; the usual ones without it.

    Raises:
        RefusedError: somebody holds a lock for too long, and is named; objects are dropped more
            quickly than they can be read; or it takes too long.
        StatementFailedError: the server refused.
    """
    limits = limits or Limits()
    started = time.monotonic()
    blockers: list[Blocker] = []
    with _cut_off_after(conn, limits.whole_s):
        for attempt in itertools.count(1):
            try:
                return _try(conn, limits, blockers, is_watched=attempt > 1)
            except RefdbError as error:
                failure = error
            _give_locks_back(conn)
            passed_s = time.monotonic() - started
            if passed_s >= _worth_s(failure, limits):
                raise _given_up(failure, attempt, passed_s, blockers) from None
            if not isinstance(failure, RefusedError):
                time.sleep(_PAUSE_S)
    raise AssertionError  # never: the count has no end


def _try(conn: Connection, limits: Limits, blockers: list[Blocker], *, is_watched: bool) -> Looked:
    begin = load("drift/begin")
    found: list[Blocker] = []
    with db.failures():
        conn.execute(begin.format(lock_ms=limits.lock_ms, whole_ms=round(limits.whole_s * 1000)))
        pid = int(conn.execute(load("drift/process")).fetchall()[0][0])
        # The first try is the rule, and needs no second connection.
        watch = blocking.watched(conn, pid=pid) if is_watched else nullcontext(found)
        try:
            with watch as found:
                looked = Looked(
                    ledger.read(conn), read(conn, attempts=1), read_jobs_elsewhere(conn)
                )
                conn.commit()
                return looked
        finally:
            blockers[:] = found or blockers


def _give_locks_back(conn: Connection) -> None:
    with suppress(psycopg.Error):  # a lost connection has none
        conn.rollback()


@contextmanager
def _cut_off_after(conn: Connection, seconds: float) -> Iterator[None]:
    """Ends whatever the connection does by then: `statement_timeout` is for each statement."""
    timer = threading.Timer(seconds, _cancel, [conn])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cancel(conn: Connection) -> None:
    with suppress(psycopg.Error):
        conn.cancel_safe(timeout=_CANCEL_S)


def _worth_s(failure: RefdbError, limits: Limits) -> float:
    """Answers for how many seconds a look is tried again after such a failure. Pure."""
    if isinstance(failure, RefusedError):  # an object was dropped while it was read
        return limits.whole_s
    is_locked = isinstance(failure, StatementFailedError) and failure.sqlstate in _LOCKED
    return limits.locks_s if is_locked else 0


def _given_up(
    failure: RefdbError, attempts: int, passed_s: float, blockers: Sequence[Blocker]
) -> RefdbError:
    """Answers what a look that is given up says. Pure."""
    tried = f"Tried {attempts} times in {passed_s:.0f} s; none of its own locks is left."
    who = [f"Blocked by {one}." for one in blockers]
    if isinstance(failure, RefusedError):
        return RefusedError(failure.message, hint=f"Objects are dropped while it is read. {tried}")
    state = failure.sqlstate if isinstance(failure, StatementFailedError) else ""
    if state not in (*_LOCKED, *_CUT_OFF):
        return failure
    relation = next((one.relation for one in blockers if one.relation), "a part of the schema")
    what = f"the schema could not be read in {passed_s:.0f} s"
    if state in _LOCKED:
        what = f"{relation} is locked by another session"
    return RefusedError(what, hint=" ".join([*who, tried, "Run it again when that has ended."]))
