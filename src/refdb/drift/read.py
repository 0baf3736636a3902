"""Reads a schema so that it can be compared with another server's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import catalog
from refdb.drift.owner import with_owner
from refdb.queries import load

if TYPE_CHECKING:
    from refdb.catalog import Snapshot
    from refdb.db import Connection


def read(conn: Connection) -> Snapshot:
    """Answers a database's snapshot with the role that migrates it under one name.

    It reads only, in one transaction, and locks nothing but in access share mode.

    Args:
        conn: a connection, best with a statement_timeout.
    """
    owner = str(conn.execute(load("drift/ledger_owner")).fetchall()[0][0])
    return with_owner(catalog.snapshot(conn), owner)
