"""Asks a target for all metrics at once, in one pipeline, and reads only."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier

from refdb import db
from refdb.monitor.metrics import METRICS
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refdb.db import Connection
    from refdb.monitor.metric import Metric, Row

#: What will be refused in the next round too: rights and relations that are not there.
_FOR_GOOD = ("42", "0A")


class Answers(NamedTuple):
    """What a target answered: rows by the name of a metric, and why others have none."""

    rows: Mapping[str, Sequence[Row]]
    refused: Mapping[str, str]


class Facts(NamedTuple):
    """What a target has of what metrics need.

    Attributes:
        relations: those that are there.
        statements_schema: where pg_stat_statements is; None where it is not.
    """

    relations: frozenset[str]
    statements_schema: str | None

    def lacks(self, metric: Metric) -> str:
        """Answers why a metric cannot be asked for; empty where it can."""
        if metric.needs_statements and self.statements_schema is None:
            return "pg_stat_statements is not created in this database"
        missing = [name for name in metric.needs if name not in self.relations]
        return f"there is no {missing[0]}" if missing else ""


def read_facts(conn: Connection) -> Facts:
    """Answers what a target has of what metrics need.

    Args:
        conn: a connection in autocommit mode.
    """
    relations = [name for metric in METRICS for name in metric.needs]
    with db.failures():
        found = conn.execute(load("monitor/facts"), {"relations": relations}).fetchall()[0]
    return Facts(frozenset(found[0]), found[1])


def ask(
    conn: Connection, metrics: Sequence[Metric], facts: Facts, values: Mapping[str, Any]
) -> Answers:
    """Answers the rows of every metric's query, from one transaction and one round trip.

    Where the server refuses one, they are asked one by one, so that the others are had.

    Args:
        conn: a connection in autocommit mode.
        metrics: which.
        facts: what the target has.
        values: the queries' parameters.

    Raises:
        StatementFailedError: the connection is lost.
    """
    texts = {one.name: _text(one, facts) for one in metrics}
    try:
        return Answers(_at_once(conn, texts, values), {})
    except psycopg.Error as error:
        if conn.closed:
            raise db.statement_failed(error) from None
        with suppress(psycopg.Error):
            conn.rollback()
    return _one_by_one(conn, texts, values)


def is_for_good(reason: str) -> bool:
    """Answers whether what was refused for this reason will be refused again."""
    return reason.startswith(_FOR_GOOD)


def _text(metric: Metric, facts: Facts) -> SQL | Any:
    text = SQL(load(f"monitor/{metric.name}"))
    if not metric.needs_statements:
        return text
    return text.format(schema=Identifier(facts.statements_schema or ""))


def _at_once(
    conn: Connection, texts: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Sequence[Row]]:
    with conn.pipeline():
        conn.execute(load("monitor/begin"))
        conn.execute(load("monitor/limits"))
        cursors = {
            name: conn.cursor(row_factory=dict_row).execute(text, values)
            for name, text in texts.items()
        }
        conn.execute(load("monitor/end"))
    return {name: cursor.fetchall() for name, cursor in cursors.items()}


def _one_by_one(conn: Connection, texts: Mapping[str, Any], values: Mapping[str, Any]) -> Answers:
    rows: dict[str, Sequence[Row]] = {}
    refused: dict[str, str] = {}
    for name, text in texts.items():
        try:
            rows.update(_at_once(conn, {name: text}, values))
        except psycopg.Error as error:
            refused[name] = f"{error.sqlstate or ''} {error.diag.message_primary or error}".strip()
            if conn.closed:
                raise db.statement_failed(error) from None
            with suppress(psycopg.Error):
                conn.rollback()
    return Answers(rows, refused)
