"""Runs SQL on throwaways, to see what it gives."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from refdb import db, sqltext
from refdb.errors import BadRequestError
from refdb.project.throwaways import in_words, open_for
from refdb.report.answers import Called

if TYPE_CHECKING:
    import psycopg

    from refdb.project.base import Base


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
            in_words(opened),
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
