"""Applies a tree's migrations one after the other, and observes those that are asked about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from refdb import db
from refdb.locks.image import row_widths, survey
from refdb.locks.observe import observe, observe_migration
from refdb.sqltext import refuses_transaction
from refdb.tree import read_repeat

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from refdb.db import Connection
    from refdb.locks.values import Observation
    from refdb.sqltext import Statement
    from refdb.tree import Migration, Repeat, Script

# Runs of a repeated file that are looked at, where it does not say how many there are at the most;
# the throwaway has no rows but those that migrations bring.
_MOST_RUNS = 1_000


@dataclass(frozen=True)
class Observed:
    """A migration as it was applied on a throwaway.

    Attributes:
        migration: which one.
        seen: what each of its statements did, in order; of a repeated one every run that did
            something else than those before it.
        is_one: whether all statements were one transaction.
        widths: bytes of a row by the names of what was locked.
    """

    migration: Migration
    seen: tuple[Observation, ...]
    is_one: bool
    widths: Mapping[str, int]


def observe_migrations(
    conn: Connection, migrations: Sequence[Migration], wanted: Collection[str]
) -> Iterator[Observed]:
    """Applies migrations, and answers what those that are asked about did.

    Args:
        conn: of an empty throwaway, in autocommit mode, outside a transaction; superuser.
        migrations: the tree's, in order.
        wanted: the ids of those that are asked about; the others are only applied, and none after
            the last of them.

    Raises:
        RefdbError: one cannot be applied.
    """
    left = len(set(wanted) & {one.id for one in migrations})
    for migration in migrations:
        if not left:
            return
        if migration.id in wanted:
            left -= 1
            yield _observed(conn, migration)
        else:
            _apply(conn, migration)


def _observed(conn: Connection, migration: Migration) -> Observed:
    script = migration.apply
    repeat = read_repeat(script)
    if repeat is not None:
        seen = _observed_repeatedly(conn, script, repeat)
    else:
        send = partial(_send, conn, script)
        seen = observe_migration(
            conn, script.statements, transactional=migration.transactional, send=send
        )
    names = {one.relation for observation in seen for one in observation.locks}
    is_one = migration.transactional and repeat is None
    return Observed(migration, seen, is_one, row_widths(conn, names))


def _observed_repeatedly(
    conn: Connection, script: Script, repeat: Repeat
) -> tuple[Observation, ...]:
    """Every run, each a transaction: the first may find nothing of what a later one changes."""
    seen: dict[Observation, None] = {}
    changed = [0]

    def send(statement: Statement) -> None:
        changed[0] = conn.execute(statement.text).rowcount

    existing = survey(conn, committed=True)  # what an earlier run has made is nobody's yet
    for _ in range(repeat.at_most or _MOST_RUNS):
        with db.failures(), conn.transaction():
            run = tuple(observe(conn, script.statements, existing=existing, send=send))
        seen |= dict.fromkeys(run)
        if changed[0] <= 0:
            break
    return tuple(seen)


def _apply(conn: Connection, migration: Migration) -> None:
    script = migration.apply
    repeat = read_repeat(script)
    if repeat is not None:
        _repeat(conn, script, repeat)
    elif migration.transactional:
        with db.failures(), conn.transaction():
            _send_all(conn, script)
    else:
        for statement in script.statements:
            _send_atomically(conn, script, statement)


def _send_all(conn: Connection, script: Script) -> None:
    if any(script.rows_of(one) is not None for one in script.statements):
        for statement in script.statements:
            _send(conn, script, statement)
    elif script.statements:
        db.run(conn, script.served.sql, file=script.file)


def _send_atomically(conn: Connection, script: Script, statement: Statement) -> None:
    if refuses_transaction(statement) or statement.first_word in {"call", "do"}:
        _send(conn, script, statement)
        return
    with db.failures(), conn.transaction():
        _send(conn, script, statement)


def _repeat(conn: Connection, script: Script, repeat: Repeat) -> None:
    for _ in range(repeat.at_most or _MOST_RUNS):
        with db.failures():
            changed = conn.execute(script.statements[0].text).rowcount
        if changed <= 0:
            return


def _send(conn: Connection, script: Script, statement: Statement) -> None:
    rows = script.rows_of(statement)
    db.run(conn, statement.text, file=script.file, data=() if rows is None else (rows,))
