"""Who would wait for each migration at production size: its locks are observed, not guessed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from refdb import db, locks
from refdb.errors import RefdbError
from refdb.tree import read_repeat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from refdb.db import Connection
    from refdb.locks import Blocks, Observation, Wait
    from refdb.sqltext import Statement
    from refdb.tree import Migration, Repeat, Script

# Runs of a repeated file that are looked at, where it does not say how many there are at the most;
# the throwaway has no rows but those that migrations bring.
_MOST_RUNS = 1_000


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
                is_one = migration.transactional and read_repeat(migration.apply) is None
                waits = locks.waits(seen, rows, transactional=is_one, widths=widths)
                found[migration.id] = _longest(waits)
    return found


def _longest(waits: Iterable[Wait]) -> tuple[Wait, ...]:
    """Of what several runs of one statement make others wait for, the longest: they come first."""
    first: dict[tuple[str, Blocks, str], Wait] = {}
    for one in waits:
        first.setdefault((one.relation, one.blocks, one.statement), one)
    return tuple(first.values())


def _observed(conn: Connection, migration: Migration) -> tuple[Observation, ...]:
    script = migration.apply
    if (repeat := read_repeat(script)) is not None:
        return _observed_repeatedly(conn, script, repeat)
    return locks.observe_migration(
        conn,
        script.statements,
        transactional=migration.transactional,
        send=partial(_send, conn, script),
    )


def _observed_repeatedly(
    conn: Connection, script: Script, repeat: Repeat
) -> tuple[Observation, ...]:
    """Every run, each a transaction: the first may find nothing of what a later one changes."""
    seen: dict[Observation, None] = {}
    changed = [0]

    def send(statement: Statement) -> None:
        changed[0] = conn.execute(statement.text).rowcount

    existing = locks.survey(conn, committed=True)  # what an earlier run has made is nobody's yet
    for _ in range(repeat.at_most or _MOST_RUNS):
        with db.failures(), conn.transaction():
            run = tuple(locks.observe(conn, script.statements, existing=existing, send=send))
        seen |= dict.fromkeys(run)
        if changed[0] <= 0:
            break
    return tuple(seen)


def _send(conn: Connection, script: Script, statement: Statement) -> None:
    rows = script.rows_of(statement)
    db.run(conn, statement.text, file=script.file, data=() if rows is None else (rows,))
