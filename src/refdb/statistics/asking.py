"""Asks a server many small questions in few round trips, none of which may spoil the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg.sql import Composed

    from refdb.db import Connection

Rows = list[tuple[Any, ...]]


def together(conn: Connection, texts: Sequence[Composed]) -> list[Rows | None]:
    """Answers the rows of each query, None for one that the server refused or that took too long.

    All are sent at once. Only when one fails they are asked again, one by one.

    Args:
        conn: a connection inside a transaction, which goes on whatever happens.
        texts: the queries.
    """
    try:
        with conn.transaction(), conn.pipeline():
            cursors = [conn.execute(text) for text in texts]
            return [cursor.fetchall() for cursor in cursors]
    except psycopg.Error:
        if conn.broken:
            raise
        return [_alone(conn, text) for text in texts]


def _alone(conn: Connection, text: Composed) -> Rows | None:
    try:
        with conn.transaction():
            return conn.execute(text).fetchall()
    except psycopg.Error:
        if conn.broken:
            raise
        return None
