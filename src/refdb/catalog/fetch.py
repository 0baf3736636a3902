"""Sends a text of many statements in one round trip; results are read while others are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import psycopg
from psycopg import generators
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus, TransactionStatus

from refdb import db

if TYPE_CHECKING:
    from collections.abc import Generator

    from psycopg.abc import Transformer as Values
    from psycopg.pq.abc import PGresult

    from refdb.db import Connection

Row: TypeAlias = tuple[Any, ...]


class Rows(NamedTuple):
    """What one query answered.

    Attributes:
        columns: the columns' names.
        rows: their values.
    """

    columns: tuple[str, ...]
    rows: list[Row]


def fetch(conn: Connection, text: str) -> Generator[Rows, None, None]:
    """Answers the result of each statement that has one, in order.

    psycopg's own execute() reads every result before it gives out the first, while the server
    waits at the end; this way both work at once.

    Raises:
        StatementFailedError: the server refused one.
    """
    with db.failures(), conn.lock:
        conn.pgconn.send_query(text.encode())
        conn.wait(generators.send(conn.pgconn))
        values = Transformer.from_context(conn)
        try:
            while (result := conn.wait(generators.fetch(conn.pgconn))) is not None:
                if result.status == ExecStatus.FATAL_ERROR:
                    raise psycopg.errors.error_from_result(result)
                if result.status == ExecStatus.TUPLES_OK:
                    yield _rows(result, values)
        finally:  # what was not read would be taken for the next statement's
            while conn.pgconn.transaction_status == TransactionStatus.ACTIVE:
                conn.wait(generators.fetch(conn.pgconn))


def _rows(result: PGresult, values: Values) -> Rows:
    values.set_pgresult(result)
    names = ((result.fname(number) or b"").decode() for number in range(result.nfields))
    return Rows(tuple(names), values.load_rows(0, result.ntuples, tuple))
