"""Reads extended statistics from a live database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from psycopg.rows import dict_row

from refdb.queries import load
from refdb.statistics.columns import Combined, MostCommonRow
from refdb.statistics.combined import read_dependencies, read_distinct
from refdb.statistics.slots import column_statistics
from refdb.statistics.values import ExtendedStatistics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refdb.db import Connection
    from refdb.statistics.columns import ColumnStatistics


def read_extended(conn: Connection) -> dict[str, ExtendedStatistics]:
    """Answers the extended statistics that analyze has filled and this user may see, by name.

    Args:
        conn: a connection in the export's transaction.
    """
    found: dict[str, ExtendedStatistics] = {}
    with conn.cursor(row_factory=dict_row) as cursor:
        expressions: dict[tuple[str, bool], list[ColumnStatistics]] = {}
        for row in cursor.execute(load("statistics/extended_expressions")):
            key = (row["name"], row["inherited"])
            expressions.setdefault(key, []).append(column_statistics(row))
        for row in cursor.execute(load("statistics/extended")):
            columns = columns_of(row["names"], row["expressions"])
            one = found.get(row["name"], ExtendedStatistics(row["table"], columns))
            combined = _combined(row, expressions.get((row["name"], row["inherited"]), []))
            found[row["name"]] = (
                replace(one, inherited=combined) if row["inherited"] else replace(one, own=combined)
            )
    return found


def columns_of(names: Sequence[str] | None, expressions: Sequence[str]) -> tuple[str, ...]:
    """Answers the columns as a set writes them: names, then expressions in brackets."""
    return (*(names or ()), *(f"({one})" for one in expressions))


def numbers_of(row: Mapping[str, Any]) -> dict[str, int]:
    """Answers the server's numbers of columns, and of expressions, which count down from -1."""
    names = dict(zip(row["names"] or (), row["numbers"], strict=True))
    return names | {f"({one})": -place for place, one in enumerate(row["expressions"], start=1)}


def _combined(row: Mapping[str, Any], expressions: Sequence[ColumnStatistics]) -> Combined:
    names = {number: name for name, number in numbers_of(row).items()}
    rows = zip(
        row["most_common"] or (),
        row["frequencies"] or (),
        row["base_frequencies"] or (),
        strict=True,
    )
    return Combined(
        distinct=read_distinct(row["distinct_values"], names) if row["distinct_values"] else (),
        dependencies=read_dependencies(row["dependencies"], names) if row["dependencies"] else (),
        most_common=tuple(MostCommonRow(tuple(held), *numbers) for held, *numbers in rows),
        expressions=tuple(expressions),
    )
