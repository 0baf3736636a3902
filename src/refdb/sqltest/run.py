"""Runs SQL tests one after the other on one connection."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import db
from refdb.errors import CannotConnectError, StatementFailedError
from refdb.queries import load
from refdb.sqltest.judge import Outcome, judge, refusals
from refdb.sqltext import position_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from psycopg.pq.abc import PGresult

    from refdb.db import Connection
    from refdb.findings import Finding
    from refdb.sqltext import Statement
    from refdb.tree import SqlTest

_BOOLEAN = 16  # the oid of boolean; a domain over it is sent as it


@dataclass(frozen=True)
class Result:
    """What became of one test.

    Attributes:
        test: the test.
        findings: its failures.
        duration_ms: milliseconds that it took, with its set-up and its roll-back.
    """

    test: SqlTest
    findings: tuple[Finding, ...]
    duration_ms: float

    @property
    def passed(self) -> bool:
        """Answers whether everything that it expects is so."""
        return not self.findings


def run(url: str, tests: Iterable[SqlTest], *, timeout: str = "30s") -> tuple[Result, ...]:
    """Answers the result of every test.

    Each test begins with its file's set-up, in a transaction that is rolled back at its end;
    what it set for the session is undone as well. Numbers that it took from a sequence stay
    taken.

    Args:
        url: a database with the schema; nothing of it is changed.
        tests: what to run, in this order.
        timeout: how long one statement may run; a test may set its own.

    Raises:
        CannotConnectError: no connection, or it was lost while a test ran.
    """
    with db.connect(url, statement_timeout=timeout) as conn:
        # A test may change a table between two uses of one text, which a prepared plan forbids.
        conn.prepare_threshold = None
        return tuple(_run_test(conn, test) for test in tests)


def _run_test(conn: Connection, test: SqlTest) -> Result:
    started = time.perf_counter()
    findings = refusals(test)
    if not findings:
        with conn.transaction(force_rollback=True):
            findings = judge(test, tuple(_outcomes(conn, test)))
        conn.execute(load("sqltest/discard"))
    return Result(test, findings, (time.perf_counter() - started) * 1000)


def _outcomes(conn: Connection, test: SqlTest) -> Iterator[Outcome]:
    """What the statements give, up to the first that the server refuses."""
    for statement in (*test.setup, *test.statements):
        outcome = _outcome(conn, statement, test.file)
        if outcome.error and conn.broken:
            raise _lost(test, outcome.error)
        yield outcome
        if outcome.error:
            return


def _outcome(conn: Connection, statement: Statement, file: str) -> Outcome:
    def locate(position: int | None, _: int) -> tuple[int, int | None, str]:
        if position is None:
            return statement.line, None, statement.text
        line, column = position_of(statement.text, position - 1)
        return statement.line + line - 1, column, statement.text

    try:
        with db.failures(file, locate):
            result = conn.execute(statement.text).pgresult
    except StatementFailedError as error:
        return Outcome(statement, error=error)
    return _read(statement, result) if result else Outcome(statement)


def _read(statement: Statement, result: PGresult) -> Outcome:
    """The result as the server wrote it: no value of any type is lost on the way to a message."""
    fields = range(result.nfields)
    return Outcome(
        statement,
        columns=tuple(_text(result.fname(column)) or "" for column in fields),
        booleans=tuple(column for column in fields if result.ftype(column) == _BOOLEAN),
        rows=tuple(
            tuple(_text(result.get_value(row, column)) for column in fields)
            for row in range(result.ntuples)
        ),
    )


def _text(value: bytes | None) -> str | None:
    return None if value is None else bytes(value).decode()


def _lost(test: SqlTest, error: StatementFailedError) -> CannotConnectError:
    return CannotConnectError(
        f"the connection was lost in the test {test.sentence!r}: {error.message}",
        file=test.file,
        line=error.line or test.line,
        hint="Tests after it were not run. The server's log tells why it ended the connection.",
    )
