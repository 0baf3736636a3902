"""Creates a tree's objects, as their files are now, in a database that its migrations made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from refdb import db, sqltext
from refdb.errors import StatementFailedError
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.db import Connection
    from refdb.lint.sources import Source

_STILL_NEEDED = "2BP01"  # a view that is to be made anew, and something reads


def create(
    conn: Connection, sources: Sequence[Source]
) -> tuple[tuple[Source, StatementFailedError], ...]:
    """Runs the files of objects; answers those that the server refuses, and why.

    One that needs what another file makes is run again behind it.

    Args:
        conn: a connection, in a transaction.
        sources: the files, in about the order in which they can be run.
    """
    conn.execute(load("lint/check_bodies"))
    left = list(sources)
    while left:
        failed = [(one, error) for one in left if (error := _run(conn, one))]
        if len(failed) == len(left):
            return tuple(each for each in failed if each[1].sqlstate != _STILL_NEEDED)
        left = [one for one, _ in failed]
    return ()


def _run(conn: Connection, source: Source) -> StatementFailedError | None:
    try:
        with conn.transaction():
            db.run(conn, source.text, file=source.file, locate=partial(sqltext.locate, source.text))
    except StatementFailedError as error:
        return error
    return None
