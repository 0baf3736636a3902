"""Reads a schema so that it can be compared with another server's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb import catalog
from refdb.drift.owner import OWNER, with_owner
from refdb.queries import load

if TYPE_CHECKING:
    from refdb.catalog import Snapshot
    from refdb.db import Connection

# Throwaways have a stand-in of pg_cron: jobs are compared, how they are kept is not.
_CRON = "extension pg_cron"


def read(conn: Connection, *, attempts: int = 20) -> Snapshot:
    """Answers a database's snapshot with the role that migrates it under one name.

    It reads only, in one transaction, and locks nothing but in access share mode.

    Args:
        conn: a connection, best with a statement_timeout.
        attempts: how often it is read again where an object is dropped meanwhile.
    """
    owner = _owner(conn)
    seen = catalog.snapshot(conn, attempts=attempts)
    entries = {key: one for key, one in seen.entries.items() if key != _CRON}
    return with_owner(replace(seen, entries=entries), owner)


def read_jobs_elsewhere(conn: Connection) -> dict[tuple[str, str], str]:
    """Answers pg_cron's jobs for other databases: by name and user, as snapshots have it, which."""
    if not conn.execute(load("drift/has_jobs")).fetchall()[0][0]:
        return {}
    owner = _owner(conn)
    found = conn.execute(load("drift/jobs_elsewhere")).fetchall()
    return {(name, OWNER if user == owner else user): where for name, user, where in found}


def _owner(conn: Connection) -> str:
    return str(conn.execute(load("drift/ledger_owner")).fetchall()[0][0])
