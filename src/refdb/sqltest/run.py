"""Runs SQL tests one after the other on one connection."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from refdb import db
from refdb.errors import CannotConnectError, StatementFailedError
from refdb.queries import load
from refdb.sqltest.judge import Outcome, judge, refusals
from refdb.sqltext import position_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from psycopg.pq.abc import PGresult

    from refdb.db import Connection
    from refdb.findings import Finding
    from refdb.sqltext import Statement
    from refdb.tree import SqlTest

#: How long one statement of a test may run, unless the test says otherwise.
TIMEOUT = "30s"
_BOOLEAN = 16  # the oid of boolean; a domain over it is sent as it


class Case(Protocol):
    """What was shown or not: a test, or an assertion of a pgTAP file."""

    @property
    def sentence(self) -> str:
        """The expectation."""

    @property
    def file(self) -> str:
        """The file, for messages."""

    @property
    def line(self) -> int:
        """Its line."""


@dataclass(frozen=True)
class Result:
    """What became of one test.

    Attributes:
        test: the test, or the assertion of a pgTAP file.
        findings: its failures.
        duration_ms: milliseconds that it took, with its set-up and its roll-back.
        skipped: why its failures do not count, as a pgTAP file says; empty where they do.
        kept: the URL of a database as the test left it; empty where none was kept.
    """

    test: Case
    findings: tuple[Finding, ...]
    duration_ms: float
    skipped: str = ""
    kept: str = ""

    @property
    def passed(self) -> bool:
        """Answers whether everything that it expects is so."""
        return not self.findings


@dataclass(frozen=True)
class Watch:
    """Who looks at the connection on which tests are run.

    Attributes:
        settings: settings of the session.
        look: told of the connection when the tests are done, before it is closed.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    look: Callable[[Connection], object] = lambda _: None

    @contextmanager
    def connected(self, url: str, timeout: str = TIMEOUT) -> Iterator[Connection]:
        """Opens a connection for tests.

        Args:
            url: the database.
            timeout: how long one statement may run.
        """
        with db.connect(url, statement_timeout=timeout, **self.settings) as conn:
            # A test may change a table between two uses of a text, which a prepared plan forbids.
            conn.prepare_threshold = None
            yield conn
            self.look(conn)


#: Nobody looks.
UNWATCHED = Watch()


def run(
    url: str,
    tests: Iterable[SqlTest],
    *,
    timeout: str = TIMEOUT,
    watch: Watch = UNWATCHED,
) -> tuple[Result, ...]:
    """Answers the result of every test.

    Each test begins with its file's set-up, in a transaction that is rolled back at its end;
    what it set for the session is undone as well. Numbers that it took from a sequence stay
    taken.

    Args:
        url: a database with the schema; nothing of it is changed.
        tests: what to run, in this order.
        timeout: how long one statement may run; a test may set its own.
        watch: who looks at the connection, such as one who measures coverage.

    Raises:
        CannotConnectError: no connection, or it was lost while a test ran.
    """
    with watch.connected(url, timeout) as conn:
        return tuple(run_test(conn, test) for test in tests)


def run_test(conn: Connection, test: SqlTest) -> Result:
    """Answers the result of one test.

    Args:
        conn: a connection that `Watch.connected` opened; given back as it was.
        test: what to run.

    Raises:
        CannotConnectError: the connection was lost.
    """
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
        outcome = outcome_of(conn, statement, test.file)
        if outcome.error and conn.broken:
            raise lost(test.sentence, test.file, outcome.error)
        yield outcome
        if outcome.error:
            return


def outcome_of(conn: Connection, statement: Statement, file: str) -> Outcome:
    """Answers what a statement gives, or what the server refused it with.

    Args:
        conn: where it is run.
        statement: what is run.
        file: the file that it is from.
    """

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


def lost(sentence: str, file: str, error: StatementFailedError) -> CannotConnectError:
    """Answers the error for a connection that ended while a test ran.

    Args:
        sentence: the test's.
        file: its file.
        error: what the driver said.
    """
    return CannotConnectError(
        f"the connection was lost in the test {sentence!r}: {error.message}",
        file=file,
        line=error.line,
        hint="Tests after it were not run. The server's log tells why it ended the connection.",
    )
