"""Puts extended statistics into a planning copy, which PostgreSQL has no way to do before 19.

Their types read no text. But bytes can be cast to them once a superuser has said so, and the
server itself writes the bytes of the one that holds values: it analyzes a table of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier, Literal

from refdb.errors import RefdbError
from refdb.queries import load
from refdb.statistics.columns import MostCommonRow
from refdb.statistics.combined import dependencies_bytes, distinct_bytes, most_common_bytes
from refdb.statistics.here import read_here
from refdb.statistics.put_columns import put_columns
from refdb.statistics.read_extended import columns_of, numbers_of
from refdb.statistics.rows import statistics_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refdb.db import Connection
    from refdb.statistics.columns import Combined
    from refdb.statistics.here import Here
    from refdb.statistics.values import ExtendedStatistics


@dataclass(frozen=True)
class _Object:
    """Extended statistics of the copy.

    Attributes:
        number: their oid.
        table: their table, as SQL writes it.
        columns: their columns and expressions, as a set writes them, in this server's order.
        numbers: the server's numbers of those.
    """

    number: int
    table: str
    columns: tuple[str, ...]
    numbers: Mapping[str, int]


def put_extended(conn: Connection, wanted: Mapping[str, ExtendedStatistics]) -> list[str]:
    """Puts extended statistics in; answers in words what could not be.

    Args:
        conn: a connection to a planning copy.
        wanted: extended statistics by name.
    """
    if not wanted:
        return []
    here, notes = _objects(conn), []
    pairs = []
    for name, one in wanted.items():
        there = here.get(name)
        if there and sorted(there.columns) == sorted(one.columns):
            pairs.append((one, there))
        else:
            notes.append(f"{name} is in the statistics and not, or differently, in the schema")
    made = [_made(conn, one, there, notes) for one, there in pairs]
    with conn.transaction():
        conn.execute(load("statistics/make_casts"))
        numbers = [there.number for _, there in pairs]
        conn.execute(load("statistics/clear_extended"), {"numbers": numbers})
        notes += put_columns(conn, [row for _, expressions in made for row in expressions])
        for row in (row for rows, _ in made for row in rows):
            conn.execute(load("statistics/put_extended"), row)
        conn.execute(load("statistics/clear_columns"), {"numbers": numbers})
        conn.execute(load("statistics/drop_casts"))
    return notes


def _objects(conn: Connection) -> dict[str, _Object]:
    with conn.cursor(row_factory=dict_row) as cursor:
        return {
            row["name"]: _Object(
                row["number"],
                row["table"],
                columns_of(row["names"], row["expressions"]),
                numbers_of(row),
            )
            for row in cursor.execute(load("statistics/extended_here"))
        }


def _made(
    conn: Connection, one: ExtendedStatistics, there: _Object, notes: list[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Answers rows for pg_statistic_ext_data, and rows for pg_statistic of their expressions."""
    rows, expressions = [], []
    for inherited, combined in ((False, one.own), (True, one.inherited)):
        if combined is None:
            continue
        known, common = None, None
        if combined.most_common or combined.expressions:
            try:
                known, common = _seen(conn, one, there, combined)
            except (psycopg.Error, RefdbError) as error:
                notes.append(f"extended statistics of {there.table} are not whole: {error}")
        rows.append(
            {
                "number": there.number,
                "inherited": inherited,
                "distinct_values": distinct_bytes(combined.distinct, there.numbers),
                "dependencies": dependencies_bytes(combined.dependencies, there.numbers),
                "most_common": common,
            }
        )
        if known:
            expressions += _expression_rows(there, known, combined, inherited=inherited)
    return rows, expressions


def _expression_rows(
    there: _Object, known: Here, combined: Combined, *, inherited: bool
) -> list[dict[str, Any]]:
    """Answers rows of pg_statistic, numbered as the expressions are."""
    first = len(there.columns) - len(combined.expressions)
    rows = []
    for place, statistics in enumerate(combined.expressions):
        column = known.column(f"c{first + place}")
        if column:
            row = statistics_row(there.number, column, statistics, inherited=inherited)
            rows.append(row | {"position": place + 1, "name": there.columns[first + place]})
    return rows


def _seen(
    conn: Connection, one: ExtendedStatistics, there: _Object, combined: Combined
) -> tuple[Here, bytes | None]:
    """Answers what types the columns have, and the most common combinations as bytes."""
    names = [Identifier(f"c{place}") for place, _ in enumerate(there.columns)]
    expressions = [SQL(_quoted(column)) for column in there.columns]
    with conn.transaction(force_rollback=True):
        conn.execute(load("statistics/make_ends_schema"))
        conn.execute(
            SQL(load("statistics/make_rows")).format(
                rows=Identifier("rows"),
                columns=SQL(", ").join(names),
                expressions=SQL(", ").join(expressions),
                table=SQL(there.table),
            )
        )
        known = read_here(conn)["refdb_ends.rows"]
        if not combined.most_common:
            return known, None
        turned = _turned(combined.most_common, one.columns, there.columns)
        return known, _common(conn, turned, names)


def _quoted(column: str) -> str:
    return column if column.startswith("(") else '"' + column.replace('"', '""') + '"'


def _turned(
    rows: Sequence[MostCommonRow], given: Sequence[str], here: Sequence[str]
) -> list[MostCommonRow]:
    """Answers combinations with their values in this server's order of columns."""
    places = [given.index(column) for column in here]
    return [
        MostCommonRow(
            tuple(row.values[place] for place in places), row.frequency, row.base_frequency
        )
        for row in rows
    ]


def _common(conn: Connection, rows: Sequence[MostCommonRow], names: Sequence[Identifier]) -> bytes:
    values = [{f"c{place}": value for place, value in enumerate(row.values)} for row in rows]
    conn.execute(
        SQL(load("statistics/fill_rows")).format(
            rows=Identifier("rows"),
            statistics=Identifier("common"),
            columns=SQL(", ").join(names),
            values=Literal(json.dumps(values)),
        )
    )
    found = conn.execute(load("statistics/common_rows"), {"name": "common"}).fetchone()
    if not found or not found[0]:
        raise RefdbError("the server made no list of the most common combinations")
    return most_common_bytes(found[0], found[1], rows)
