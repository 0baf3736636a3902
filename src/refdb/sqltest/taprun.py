"""Runs a pgTAP file as it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from refdb import db
from refdb.findings import Finding
from refdb.queries import load
from refdb.sqltest.run import TIMEOUT, UNWATCHED, outcome_of
from refdb.sqltest.tap import Said, refused, results_of

if TYPE_CHECKING:
    from refdb.db import Connection
    from refdb.errors import StatementFailedError
    from refdb.sqltest.run import Result, Watch
    from refdb.tree import TapFile


def run_tap(
    url: str, file: TapFile, *, timeout: str = TIMEOUT, watch: Watch = UNWATCHED
) -> tuple[Result, ...]:
    """Answers the results that a pgTAP file tells.

    It is run as psql would: each statement for itself, and the file begins and ends its own
    transaction. The first statement that the server refuses ends it.

    Args:
        url: a database of its own, with the schema: what the file commits stays in it.
        file: what to run.
        timeout: how long one statement may run; the file may set its own.
        watch: who looks at the connection, such as one who measures coverage.

    Raises:
        StatementFailedError: pgTAP cannot be created there.
        CannotConnectError: no connection.
    """
    with watch.connected(url, timeout) as conn:
        with db.failures("pgTAP"):
            conn.execute(load("sqltest/create_pgtap"))
        return _run(conn, file)


def _run(conn: Connection, file: TapFile) -> tuple[Result, ...]:
    said: list[Said] = []
    for statement in file.statements:
        started = time.perf_counter()
        outcome = outcome_of(conn, statement, file.file)
        if outcome.error:
            ended = refused(file.file, said, _error(file, outcome.error))
            told = results_of(file.file, said)
            return (*(one for one in told if not _is_of_plan(one)), ended)
        took = (time.perf_counter() - started) * 1000
        texts = [value or "" for row in outcome.rows for value in row[:1]]
        said += [Said(line, statement, took) for text in texts for line in text.split("\n")]
    return results_of(file.file, said)


def _is_of_plan(result: Result) -> bool:
    """Where a statement was refused, that the plan was not kept is no news."""
    return any(one.rule == "test/plan" for one in result.findings)


def _error(file: TapFile, error: StatementFailedError) -> Finding:
    return Finding(
        "test/error",
        "The file runs to its end.",
        f"{error.message} ({error.sqlstate})",
        file=file.file,
        line=error.line or 1,
        hint=error.hint,
    )
