"""Reads a snapshot from a database."""

from __future__ import annotations

import gc
from collections import deque
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from psycopg.pq import TransactionStatus

from refdb.catalog import sessions, texts
from refdb.catalog.attributes import VanishedError
from refdb.catalog.build import Builder
from refdb.catalog.fetch import Rows, fetch
from refdb.errors import RefusedError, StatementFailedError
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from refdb.catalog.snapshot import Snapshot
    from refdb.db import Connection

# While another session makes and drops without a pause on a busy machine, two attempts of three
# fail, and up to 18 in a row were seen: 20 were too few.
_ATTEMPTS = 100
_NO_LANGUAGE = "42704"  # or no other object
_NOT_PREPARED = "26000"  # as after `discard all`
# What the server says of an object that somebody dropped meanwhile: no relation, no object, no
# function, no schema, no column, "cache lookup failed".
_GONE = frozenset(["42P01", "42704", "42883", "3F000", "42703", "XX000"])


def snapshot(conn: Connection, *, attempts: int = _ATTEMPTS) -> Snapshot:
    """Answers everything that a database's schema is, in one round trip.

    It reads only. Its own transaction is one view of the catalog; inside a caller's transaction
    it sees what that sees, and leaves its settings as they were. refdb's ledger, yoyo's and
    pg_cron's stand-in are left out, and so is what extensions brought.

    All its locks are access share. Besides catalogs, Postgres locks what it writes definitions
    out of: for a moment a table with an expression (a check, a generated column, an index of one,
    a trigger's when, a policy) or with extended statistics, and to the transaction's end what
    views, rules and SQL-standard bodies read. So it waits for nobody but who holds such a
    relation exclusively; on a server that others use, set lock_timeout.

    From a session's second snapshot on its queries are prepared there, and stay so.

    Args:
        conn: a connection, in a transaction or not.
        attempts: how often it is read again where an object is dropped meanwhile. In a caller's
            repeatable read transaction all attempts see the same, and one is enough.

    Raises:
        StatementFailedError: the server refused, as when a lock is waited for too long.
        RefusedError: other sessions drop objects more quickly than they can be read.
    """
    return _taken(conn, _read, attempts=attempts)


class Watch:
    """Snapshots of one database, one after the other, by one session; without dependencies.

    Most looks find what one of the two before them found: a snapshot is a function of the rows
    that the queries answer, and where all of those are equal to a former look's, it is that
    look's snapshot, which need not be put together again.

    Args:
        conn: a connection outside a transaction, whose session nobody resets.

    Raises:
        StatementFailedError: the server refused.
    """

    def __init__(self, conn: Connection) -> None:
        sessions.prepare(conn, inside=False)
        self._conn = conn
        self._known: deque[tuple[list[Rows], Snapshot]] = deque(maxlen=2)

    def look(self) -> Snapshot:
        """Answers what the schema is now, as `snapshot` does but for dependencies.

        Raises:
            StatementFailedError: the server refused.
            RefusedError: other sessions drop objects more quickly than they can be read.
        """
        return _taken(self._conn, self._look, depends=False)

    def _look(self, conn: Connection, text: str) -> Snapshot:
        with closing(fetch(conn, text)) as answers, _without_gc():
            found = [Rows(columns, list(rows)) for columns, rows in answers]
            for known, taken in self._known:
                if known == found:
                    return taken
            taken = _built(conn, iter(found))
            self._known.append((found, taken))
            return taken


def _taken(
    conn: Connection,
    read: Callable[[Connection, str], Snapshot],
    *,
    depends: bool = True,
    attempts: int = _ATTEMPTS,
) -> Snapshot:
    """Tries until nothing goes while it is read."""
    inside = conn.info.transaction_status != TransactionStatus.IDLE
    jobs, left = texts.LOOKED_FOR, attempts
    while left:
        is_prepared = sessions.is_prepared(conn, inside=inside)
        try:
            asked = texts.text(inside=inside, prepared=is_prepared, jobs=jobs, depends=depends)
            taken = read(conn, asked)
        except VanishedError:
            sessions.mend(conn, inside=inside)  # what came behind may have failed
        except StatementFailedError as error:
            sessions.mend(conn, inside=inside)
            if error.sqlstate == _NOT_PREPARED:
                sessions.forget(conn)
                continue  # nothing went
            if error.sqlstate not in _GONE:
                raise
            if error.sqlstate == _NO_LANGUAGE and jobs == texts.LOOKED_FOR:
                jobs = _way_to_jobs(conn)
                if jobs != texts.LOOKED_FOR:
                    continue  # nothing went
        else:
            sessions.took_one(conn)
            return taken
        left -= 1
    raise RefusedError(
        "the schema changes while it is read",
        hint=f"Objects were dropped in each of {attempts} attempts; try again later.",
    )


def _read(conn: Connection, text: str) -> Snapshot:
    with closing(fetch(conn, text)) as answers, _without_gc():
        return _built(conn, answers)


def _built(conn: Connection, answers: Iterator[Rows]) -> Snapshot:
    builder = Builder(conn.info.server_version // 10000, *(next(answers) for _ in texts.FIRST))
    for kind, catalog in texts.KINDS.items():
        builder.add_entries(kind, catalog, next(answers))
    for _ in texts.MORE:
        builder.add_attributes(next(answers))
    builder.add_comments(next(answers))
    for given in answers:
        builder.add_dependencies(given)
    return builder.snapshot()


def _way_to_jobs(conn: Connection) -> str:
    """Answers how pg_cron's jobs are found in this database."""
    with closing(fetch(conn, load("catalog/cron_way"))) as answers:
        has_plpgsql, has_jobs = next(iter(next(answers).rows))
    if has_plpgsql:
        return texts.LOOKED_FOR
    return texts.DIRECTLY if has_jobs else texts.NOWHERE


@contextmanager
def _without_gc() -> Iterator[None]:
    """Spares the garbage collector from going through values that all stay, a quarter of the time.

    Frozen and unfrozen, what is young is old at once, without being gone through; not where a
    program has frozen what it has.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()
