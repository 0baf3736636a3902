"""What runs on throwaways: contracts, SQL tests and calls."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from refdb import db, sqltest, sqltext
from refdb import plans as contracts
from refdb.errors import BadRequestError
from refdb.project.throwaways import open_for
from refdb.report.answers import Called, Explained, Tested

if TYPE_CHECKING:
    from collections.abc import Iterable

    import psycopg

    from refdb.plans import Verdict
    from refdb.project.base import Base
    from refdb.throwaway import Throwaway
    from refdb.tree import SqlTest


def _server(opened: Throwaway) -> str:
    return f"PostgreSQL {opened.major} ({opened.provider})"


def explain(project: Base, *, rows: int, postgres: int | None) -> Explained:
    """Judges every contract on throwaways, one for each size that the contracts ask for."""
    all_contracts = project.tree.contracts
    if not all_contracts:
        hint = "Write one in sql/plans/: a query with `-- expect: index NAME` on top."
        raise BadRequestError("the tree has no contract", hint=hint)
    judged: dict[str, tuple[Verdict, int]] = {}
    server = ""
    for size in sorted({one.rows or rows for one in all_contracts}):
        of_size = [one for one in all_contracts if (one.rows or rows) == size]
        with open_for(project, postgres=postgres, sample=size) as opened:
            server = _server(opened)
            with db.failures(), db.connect(opened.url) as conn:
                for verdict in contracts.check(conn, of_size):
                    judged[verdict.contract.name] = (verdict, size)
    return Explained(server, tuple(judged[one.name] for one in all_contracts))


def test(project: Base, tests: Iterable[SqlTest], *, postgres: int | None) -> Tested:
    """Runs SQL tests on a throwaway with the schema and no rows."""
    with open_for(project, postgres=postgres, sample=None) as opened:
        return Tested(_server(opened), sqltest.run(opened.url, tuple(tests)))


def call(project: Base, sql: str, *, sample: int | None, postgres: int | None) -> Called:
    """Runs SQL on a throwaway in a transaction that is rolled back."""
    if not sqltext.split(sql):
        hint = 'Write a statement: `refdb call "select 1"`.'
        raise BadRequestError("there is nothing to call", hint=hint)

    def place(position: int | None, index: int) -> tuple[int, int | None, str]:
        found = sqltext.locate(sql, position, index)
        return found.line, found.column, found.statement

    with (
        open_for(project, postgres=postgres, sample=sample) as opened,
        db.failures("your SQL", place),
        db.connect(opened.url) as conn,
        conn.transaction(force_rollback=True),
    ):
        started = time.perf_counter()
        cursor = _last_result(conn.execute(sql))
        columns = tuple(one.name for one in cursor.description or ())
        return Called(
            _server(opened),
            columns,
            tuple(cursor.fetchall()) if columns else (),
            cursor.statusmessage or "",
            (time.perf_counter() - started) * 1000,
            sample,
        )


def _last_result(cursor: psycopg.Cursor[tuple[object, ...]]) -> psycopg.Cursor[tuple[object, ...]]:
    while cursor.nextset():
        pass
    return cursor
