"""What grows with what in a database: read from its foreign keys, partitions and views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg.rows import class_row

from refdb.queries import load
from refdb.statistics.scale import Link

if TYPE_CHECKING:
    from refdb.db import Connection


def read_links(conn: Connection) -> tuple[Link, ...]:
    """Answers what grows with what, in one round trip.

    Args:
        conn: a connection to a database with the schema; rows are not needed.
    """
    with conn.cursor(row_factory=class_row(Link)) as cursor:
        return tuple(cursor.execute(load("statistics/links")).fetchall())
