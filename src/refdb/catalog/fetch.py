"""Sends a text of many statements in one round trip; results are read while others are made."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import psycopg
from psycopg import generators
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus, TransactionStatus

from refdb import db

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from psycopg.abc import Transformer as Values
    from psycopg.pq.abc import PGresult

    from refdb.db import Connection

Row: TypeAlias = tuple[Any, ...]

_AT_A_TIME = 500  # rows read before the socket is looked at again


class Rows(NamedTuple):
    """What one query answered.

    Attributes:
        columns: the columns' names; none where there are no rows.
        rows: their values; those that `fetch` gives are read once, before the next query's.
    """

    columns: tuple[str, ...]
    rows: Iterable[Row]


_NOTHING = Rows((), ())


def fetch(conn: Connection, text: str) -> Generator[Rows, None, None]:
    """Answers the result of each statement that has one, in order.

    psycopg's own execute() reads every result before it gives out the first, while the server
    waits at the end. Here what came is read while the server works on.

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
                    yield _answer(conn, result, values)
        finally:  # what was not read would be taken for the next statement's
            while conn.pgconn.transaction_status == TransactionStatus.ACTIVE:
                conn.wait(generators.fetch(conn.pgconn))


def _answer(conn: Connection, result: PGresult, values: Values) -> Rows:
    if not result.ntuples:  # as most of them: nobody asks what the columns are
        return _NOTHING
    names = (result.fname(number) or b"" for number in range(result.nfields))
    columns = tuple(name.decode() for name in names)
    return Rows(columns, chain.from_iterable(_rows(conn, result, values)))


def _rows(conn: Connection, result: PGresult, values: Values) -> Iterator[list[Row]]:
    values.set_pgresult(result)
    for start in range(0, result.ntuples, _AT_A_TIME):
        if start:  # the server stops when a socket is full
            conn.pgconn.consume_input()
        yield values.load_rows(start, min(start + _AT_A_TIME, result.ntuples), tuple)
