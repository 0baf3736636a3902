"""Who would wait for each migration at production size: its locks are observed, not guessed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from refdb import db, locks
from refdb.errors import RefdbError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refdb.db import Connection
    from refdb.locks import Observation, Wait
    from refdb.sqltext import Statement
    from refdb.tree import Migration, Script


def find_waits(
    url: str, migrations: Sequence[Migration], *, start: int, rows: int
) -> Mapping[str, tuple[Wait, ...]]:
    """Answers who waits while each migration is applied, by its id, the longest wait first.

    Args:
        url: an empty throwaway; the migrations are applied there, statement by statement.
        migrations: the tree's, in order.
        start: the first that is asked about; those before it are only applied.
        rows: of every table that is there before a migration.

    Returns:
        None of a migration that cannot be applied, nor of those after it: that is another finding.
    """
    found: dict[str, tuple[Wait, ...]] = {}
    with db.failures(), db.connect(url) as conn:
        for number, migration in enumerate(migrations):
            try:
                seen = _observed(conn, migration)
            except RefdbError:
                break
            if number >= start:
                names = {one.relation for observation in seen for one in observation.locks}
                widths = locks.row_widths(conn, names)
                found[migration.id] = locks.waits(
                    seen, rows, transactional=migration.transactional, widths=widths
                )
    return found


def _observed(conn: Connection, migration: Migration) -> tuple[Observation, ...]:
    script = migration.apply
    return locks.observe_migration(
        conn,
        script.statements,
        transactional=migration.transactional,
        send=partial(_send, conn, script),
    )


def _send(conn: Connection, script: Script, statement: Statement) -> None:
    rows = script.rows_of(statement)
    db.run(conn, statement.text, file=script.file, data=() if rows is None else (rows,))
