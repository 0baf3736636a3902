"""Sends a text of many statements as one simple query, and knows which one the server speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import psycopg
from psycopg import generators
from psycopg.pq import ExecStatus

from refdb.db.failures import failures, statement_failed
from refdb.errors import StatementFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from psycopg.abc import PQGen
    from psycopg.errors import Diagnostic
    from psycopg.pq.abc import PGconn, PGresult

    from refdb.db.connection import Connection
    from refdb.db.failures import Locate

_CHUNK = 128 * 1024  # bytes of client data sent at a time


class Notice(NamedTuple):
    """What the server said beside a statement's result.

    Attributes:
        severity: `NOTICE`, `WARNING` …
        message: what it said, with its detail and hint.
        file: the file of the statement.
        line: the statement's line there, None where it is unknown. Where several statements
            were sent as one, it may be the next statement's: a result and the notice behind it
            can arrive together, and libpq tells the notice first.
    """

    severity: str
    message: str
    file: str
    line: int | None


def run(  # noqa: PLR0913 - each says something else of one text
    conn: Connection,
    text: str,
    *,
    file: str = "",
    locate: Locate | None = None,
    data: Sequence[str] = (),
    on_notice: Callable[[Notice], None] = lambda _: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> int:
    """Sends a text of any number of statements as one simple query.

    Args:
        conn: a connection.
        text: SQL; several statements are one transaction unless they say otherwise.
        file: the name of the file for an error.
        locate: answers line, column and statement in that file for the server's position in
            `text` (None when it has none) and the statement's index.
        data: the rows of each `copy … from stdin` in the text, in their order.
        on_notice: told what the server says beside the results.
        meanwhile: called once, while the server works; what it raises leaves the server at work.

    Returns:
        How many statements were run.

    Raises:
        StatementFailedError: the server refused one; those before it are undone as well.
    """
    results: list[PGresult] = []

    def hear(diagnostic: Diagnostic) -> None:
        # The statement under way is the one after those that have a result.
        line = locate(None, len(results))[0] if locate else None
        on_notice(_notice(diagnostic, file, line))

    conn.add_notice_handler(hear)
    try:
        with failures(file), conn.lock:
            conn.wait(_conversation(conn.pgconn, text, iter(data), results, meanwhile))
    finally:
        conn.remove_notice_handler(hear)
    if results and results[-1].status == ExecStatus.FATAL_ERROR:
        error = psycopg.errors.error_from_result(results[-1])
        raise statement_failed(error, file=file, locate=locate, index=len(results) - 1)
    return len(results)


def _conversation(
    pgconn: PGconn,
    text: str,
    data: Iterator[str],
    results: list[PGresult],
    meanwhile: Callable[[], object],
) -> PQGen[None]:
    # psycopg's own execute() forgets which of several statements failed.
    pgconn.send_query(text.encode())
    yield from generators.send(pgconn)
    meanwhile()
    while True:
        try:
            result = yield from generators.fetch(pgconn)
        except psycopg.DatabaseError:
            if results and results[-1].status == ExecStatus.FATAL_ERROR:
                return  # the error that ended the connection is known already
            raise
        if result is None:
            return
        if result.status == ExecStatus.COPY_IN:
            yield from _send_rows(pgconn, next(data, None))
        elif result.status in (ExecStatus.COPY_OUT, ExecStatus.COPY_BOTH):
            raise StatementFailedError("copy to stdout has nowhere to write to")
        else:
            results.append(result)


def _send_rows(pgconn: PGconn, rows: str | None) -> PQGen[None]:
    raw = (rows or "").encode()
    for start in range(0, len(raw), _CHUNK):
        yield from generators.copy_to(pgconn, raw[start : start + _CHUNK])
    problem = b"there are no rows for it in the file" if rows is None else None
    while pgconn.put_copy_end(problem) == 0:
        yield from generators.send(pgconn)
    yield from generators.send(pgconn)


def _notice(diagnostic: Diagnostic, file: str, line: int | None) -> Notice:
    parts = (diagnostic.message_primary, diagnostic.message_detail, diagnostic.message_hint)
    message = ". ".join(part.rstrip(".") for part in parts if part)
    return Notice(diagnostic.severity_nonlocalized or "NOTICE", message, file, line)
