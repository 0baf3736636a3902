"""Puts column statistics into the catalog of a planning copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg

from refdb.queries import load
from refdb.statistics.rows import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from refdb.db import Connection

# A value that a type here does not have: an enum's label, what a domain forbids.
_NOT_TAKEN: Final = (psycopg.errors.DataError, psycopg.errors.IntegrityError)


def put_columns(conn: Connection, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Puts rows of pg_statistic in; answers in words which the server did not take.

    They come by copy, which takes half the time of a parameter of the same rows.

    Args:
        conn: a connection to a planning copy, in a transaction.
        rows: from `statistics_row`, with a `name` for the words.
    """
    with conn.transaction():
        conn.execute(load("statistics/make_columns"))
    try:
        with conn.transaction():
            _bring(conn, rows)
    except _NOT_TAKEN:
        return [note for row in rows for note in _put_one(conn, row)]
    return []


def _put_one(conn: Connection, row: dict[str, Any]) -> list[str]:
    try:
        with conn.transaction():
            _bring(conn, [row])
    except _NOT_TAKEN as error:
        return [f"{row['name']}: its statistics are left out: {error.diag.message_primary}"]
    return []


def _bring(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    conn.execute(load("statistics/empty_columns"))
    with conn.cursor().copy(load("statistics/copy_columns")) as copy:
        for row in rows:
            copy.write_row([row.get(field) for field in FIELDS])
    conn.execute(load("statistics/put_columns"))
