"""Reads jobs and their runs where pg_cron has them, and takes old runs away."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from psycopg.rows import class_row

from refdb import db
from refdb.errors import CannotConnectError, RefusedError
from refdb.queries import load
from refdb.schedules.values import Facts, LiveJob, Run

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from refdb.db import Connection

#: Runs of a job that are looked at, the latest ones.
MOST_RUNS = 500
_BATCH = 10_000  # runs that one transaction deletes
_USUAL_PLACE = "postgres"  # where pg_cron lives unless it is told otherwise


class Seen(NamedTuple):
    """What pg_cron has: facts, jobs, and the latest runs of each."""

    facts: Facts
    jobs: tuple[LiveJob, ...]
    runs: tuple[Run, ...]


@contextmanager
def pg_cron(conn: Connection) -> Iterator[tuple[Connection, str]]:
    """Answers a connection to the database that pg_cron lives in, and the target's name.

    Args:
        conn: a connection to the target.

    Raises:
        RefusedError: there is no pg_cron.
        CannotConnectError: its database lets this user not in.
    """
    is_here, lives_in, database = conn.execute(load("schedules/place")).fetchall()[0]
    if is_here:
        yield conn, database
        return
    place = lives_in or _USUAL_PLACE
    if place == database:
        raise _no_cron(database)
    with _connected(conn, place, is_known=bool(lives_in)) as other:
        if not other.execute(load("schedules/place")).fetchall()[0][0]:
            raise _no_cron(place)
        yield other, database


def _connected(conn: Connection, place: str, *, is_known: bool) -> Connection:
    try:
        return db.connect_beside(conn, database=place)
    except CannotConnectError:
        if is_known:
            raise
        raise _no_cron(place) from None


def _no_cron(database: str) -> RefusedError:
    return RefusedError(
        f"there is no pg_cron in {database}",
        hint="Set shared_preload_libraries = 'pg_cron' and cron.database_name in postgresql.conf, "
        "restart the server, and run `create extension pg_cron` in that database.",
    )


def look(conn: Connection, databases: Collection[str]) -> Seen:
    """Answers the jobs of some databases and their latest runs, in one read-only transaction.

    Args:
        conn: a connection to the database that pg_cron lives in.
        databases: names of databases.
    """
    with db.failures(), conn.transaction():
        with conn.cursor(row_factory=class_row(Facts)) as cursor:
            facts = cursor.execute(load("schedules/facts")).fetchall()[0]
        with conn.cursor(row_factory=class_row(LiveJob)) as cursor:
            cursor.execute(load("schedules/jobs"), {"databases": list(databases)})
            jobs = tuple(cursor.fetchall())
        with conn.cursor(row_factory=class_row(Run)) as cursor:
            wanted = {"jobs": [one.id for one in jobs], "most": MOST_RUNS}
            runs = tuple(cursor.execute(load("schedules/runs"), wanted).fetchall())
    return Seen(facts, jobs, runs)


def prune(conn: Connection, database: str, older_s: float) -> int:
    """Deletes old runs of a database's jobs, 10,000 a transaction; answers how many.

    Args:
        conn: a connection to the database that pg_cron lives in, outside a transaction.
        database: whose jobs.
        older_s: seconds since they ended.
    """
    values = {"database": database, "older_s": older_s, "batch": _BATCH}
    deleted = 0
    with db.failures():
        while True:
            count = conn.execute(load("schedules/prune"), values).rowcount
            deleted += count
            if count < _BATCH:
                return deleted
