"""Leaves in a database what a failed test saw there."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg

from refdb.sqltest.run import UNWATCHED

if TYPE_CHECKING:
    from refdb.tree import SqlTest


def leave_as_seen(url: str, test: SqlTest) -> None:
    """Runs a test's statements up to the one that fails, and commits what they did.

    Where what they did cannot be committed, as with a deferred constraint that is broken, nothing
    of it stays.

    Args:
        url: a database of its own, with the schema.
        test: a test that failed.
    """
    with UNWATCHED.connected(url) as conn, suppress(psycopg.Error), conn.transaction():
        for statement in (*test.setup, *test.statements):
            try:
                with conn.transaction():
                    conn.execute(statement.text)
            except psycopg.Error:
                return
