"""What stands where pg_cron would, and the names of all that is in a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from psycopg.rows import class_row

from refdb.catalog.entry import Entry
from refdb.queries import load

if TYPE_CHECKING:
    from refdb.db import Connection


class CronState(NamedTuple):
    """What stands where pg_cron would.

    Attributes:
        has_schema: a schema `cron` is there, pg_cron's or the stand-in's.
        is_stand_in: that schema is refdb's stand-in.
        is_available: the server could make it: its package is installed.
        database_name: the one database that pg_cron lives in; None when it is not preloaded.
        database: this database's name.
        major: the server's major version.
    """

    has_schema: bool
    is_stand_in: bool
    is_available: bool
    database_name: str | None
    database: str
    major: int


def read_entries(conn: Connection) -> tuple[Entry, ...]:
    """Answers every object and cron job that people made.

    Those of the server, of extensions, of the ledger and of pg_cron's stand-in are left out.
    """
    with conn.cursor(row_factory=class_row(Entry)) as cursor:
        entries = cursor.execute(load("catalog/objects")).fetchall()
        if read_cron_state(conn).has_schema:
            entries += cursor.execute(load("catalog/cron_jobs")).fetchall()
    return tuple(entries)


def read_cron_state(conn: Connection) -> CronState:
    """Answers what stands where pg_cron would."""
    with conn.cursor(row_factory=class_row(CronState)) as cursor:
        return cursor.execute(load("catalog/cron")).fetchall()[0]
