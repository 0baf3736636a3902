"""The texts and plans of slow statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from psycopg.sql import SQL, Identifier

from refdb import explain
from refdb.errors import RefdbError
from refdb.queries import load
from refdb.sqltext import has_plan, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.db import Connection

_MOST = 3  # statements of a round whose plans are looked at


def plans_of(conn: Connection, schema: str, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Answers text and generic plan of statements by their ids.

    Args:
        conn: a connection in autocommit mode.
        schema: where pg_stat_statements is.
        ids: their numbers there.
    """
    if not ids:
        return {}
    text = SQL(load("monitor/statement_texts")).format(schema=Identifier(schema))
    try:
        rows = conn.execute(text, {"ids": list(ids[:_MOST])}).fetchall()
    except psycopg.Error:  # they are told without
        return {}
    return {number: (query, _plan(conn, query)) for number, query in rows}


def _plan(conn: Connection, query: str) -> str:
    try:
        statements = split(query)
        if len(statements) != 1 or not has_plan(statements[0]):
            return ""
        plan = explain.plan_of(conn, statements[0].text, None)
    except RefdbError as error:
        return f"no plan: {error.message}"
    return "\n".join(explain.words(plan))
