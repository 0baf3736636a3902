"""The ends of columns as bytes of an index: the server makes them, in an index of its own.

How a value looks in an index is its type's own affair, and a schema may bring any type. So the
values are put into a table with one column and one index a type, the index's file is read, and the
transaction that made them is rolled back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from psycopg.sql import SQL, Identifier

from refdb.queries import load
from refdb.statistics.pages import leaf_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psycopg.sql import Composable

    from refdb.db import Connection
    from refdb.statistics.decide import KeyEnds
    from refdb.statistics.hold import Files

#: A type as SQL writes it, and a value of it.
End = tuple[str, str]


def keys_of(conn: Connection, files: Files, ends: Iterable[KeyEnds]) -> dict[End, bytes]:
    """Answers how values look in an index.

    Args:
        conn: a connection to a planning copy.
        files: the copy's files.
        ends: the values, with their types.
    """
    wanted = sorted({(one.type, value) for one in ends for value in one.values})
    if not wanted:
        return {}
    types = sorted({type_name for type_name, _ in wanted})
    with conn.transaction(force_rollback=True):
        conn.execute(load("statistics/make_ends_schema"))
        places = _filled(conn, types, wanted)
        found: dict[End, bytes] = {}
        for file, type_name in zip(_indexed(conn, types), types, strict=True):
            for block, number, key in leaf_entries(files.content(file)):
                value = wanted[places[f"({block},{number})"]]
                if value[0] == type_name:
                    found[value] = key
    return found


def _filled(conn: Connection, types: Sequence[str], wanted: Sequence[End]) -> dict[str, int]:
    """Makes a table with each value in the column of its type; answers where each one is."""
    columns = [Identifier(f"v{number}") for number, _ in enumerate(types)]
    typed = [SQL("{} {}").format(*pair) for pair in zip(columns, map(SQL, types), strict=True)]
    conn.execute(SQL(load("statistics/make_ends")).format(columns=SQL(", ").join(typed)))
    rows = [
        {"number": number, "type": types.index(type_name), "value": value}
        for number, (type_name, value) in enumerate(wanted)
    ]
    values: list[Composable] = [
        SQL(load("statistics/one_end")).format(number=SQL(str(number)), type=SQL(type_name))
        for number, type_name in enumerate(types)
    ]
    text = SQL(load("statistics/fill_ends")).format(
        columns=SQL(", ").join(columns), values=SQL(", ").join(values)
    )
    conn.execute(text, {"rows": json.dumps(rows)})
    return dict(conn.execute(load("statistics/places_of_ends")).fetchall())


def _indexed(conn: Connection, types: Sequence[str]) -> list[str]:
    """Makes an index of each column; answers their files."""
    text = SQL(load("statistics/index_ends"))
    conn.execute(
        SQL("; ").join(
            text.format(column=Identifier(f"v{number}")) for number, _ in enumerate(types)
        )
    )
    return [file for (file,) in conn.execute(load("statistics/files_of_ends"))]
