"""Runs statements and observes them: those of a transaction from inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import db
from refdb.locks.compare import Step, compare, has_read
from refdb.locks.gate import watched
from refdb.locks.image import Image, foreign_keys, look_again, survey
from refdb.locks.targets import lockable
from refdb.queries import load
from refdb.sqltext import refuses_transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from refdb.db import Connection
    from refdb.locks.values import Observation
    from refdb.sqltext import Statement

_MAY_COMMIT = frozenset(("call", "do"))  # in a migration that is no transaction


def observe_migration(
    conn: Connection,
    statements: Iterable[Statement],
    *,
    transactional: bool = True,
    send: Callable[[Statement], None] | None = None,
) -> tuple[Observation, ...]:
    """Runs a migration's statements, as the engine would, and answers what each one did.

    Args:
        conn: of a throwaway, in autocommit mode, outside a transaction; superuser for
            statements that refuse a transaction.
        statements: of the migration's file.
        transactional: all are one transaction; else each is its own.
        send: runs one statement on `conn`; by default as it is, without client data.

    Raises:
        StatementFailedError: the server refused one; its transaction is undone.
        CannotConnectError: a statement that refuses a transaction needs connections beside.
    """
    run = send or _sender(conn)
    if transactional:
        with db.failures(), conn.transaction():
            return tuple(observe(conn, statements, send=run))
    existing = survey(conn, committed=True)
    return tuple(_observe_one(conn, statement, existing, run) for statement in statements)


def _observe_one(
    conn: Connection, statement: Statement, existing: Image, send: Callable[[Statement], None]
) -> Observation:
    if refuses_transaction(statement) or statement.first_word in _MAY_COMMIT:
        return observe_alone(conn, statement, existing=existing, send=send)
    with db.failures(), conn.transaction():
        return next(observe(conn, [statement], existing=existing, send=send))


def observe(
    conn: Connection,
    statements: Iterable[Statement],
    *,
    existing: Image | None = None,
    send: Callable[[Statement], None] | None = None,
) -> Iterator[Observation]:
    """Runs statements in the open transaction and answers after each what it did.

    Locks are read from inside the transaction, which keeps them all until its end; a savepoint
    that is rolled back gives up its own. Nothing of it can be missed or depends on time.

    Args:
        conn: of a throwaway, in a transaction.
        statements: what to run.
        existing: what existed before the migration (`survey`); None for what exists now.
        send: see observe_migration.

    Raises:
        StatementFailedError: the server refused one.
    """
    run = send or _sender(conn)
    # The counters may hold what earlier transactions have not reported yet: so they are compared.
    before = look_again(conn, survey(conn))
    of_old = existing or before
    known = foreign_keys(conn)
    for statement in statements:
        run(statement)
        step = Step(of_old, before, look_again(conn, before))
        if has_read(step):
            proved = foreign_keys(conn)
            step = Step(of_old, before, step.after, proved - known)
            known = proved
        yield compare(statement.text, step)
        before = step.after


def observe_alone(
    conn: Connection,
    statement: Statement,
    *,
    existing: Image | None = None,
    send: Callable[[Statement], None] | None = None,
) -> Observation:
    """Runs a statement that refuses a transaction, and answers what it did.

    It gives up its locks before anybody could look, so other sessions stand in its way: see
    `refdb.locks.gate`. The observation is not complete where it could lock more tables than
    there are gates.

    Args:
        conn: of a throwaway, in autocommit mode, outside a transaction.
        statement: what to run.
        existing: what existed before the migration (`survey`); None for what exists now.
        send: see observe_migration.

    Raises:
        StatementFailedError: the server refused it.
        CannotConnectError: there are no connections for the gates.
    """
    run = send or _sender(conn)
    before = _settled(conn)
    known = foreign_keys(conn)
    gated = lockable(conn, statement)
    with watched(conn, gated) as seen:
        run(statement)
    after = Image(_settled(conn).relations, seen.locks)
    step = Step(existing or before, before, after, foreign_keys(conn) - known)
    return compare(statement.text, step, is_complete=gated.is_complete)


def _settled(conn: Connection) -> Image:
    """The image with all counters reported; a session reports them now and then only."""
    conn.execute(load("locks/report_counters"))
    return survey(conn, committed=True)


def _sender(conn: Connection) -> Callable[[Statement], None]:
    def send(statement: Statement) -> None:
        db.run(conn, statement.text)

    return send
