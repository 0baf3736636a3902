"""Puts a statistics set into the catalogs of a planning copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from refdb.queries import load
from refdb.statistics.decide import decide, new_numbers
from refdb.statistics.here import read_here
from refdb.statistics.put_columns import put_columns
from refdb.statistics.put_extended import put_extended

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Final

    from refdb.db import Connection
    from refdb.statistics.decide import Decided
    from refdb.statistics.here import Here
    from refdb.statistics.rows import Operators
    from refdb.statistics.values import Relation, StatisticsSet

_FROZEN_SINCE: Final = 180000
# Out of the way of every oid of a copy, whose catalogs have thousands and no thousand millions.
_ASIDE: Final = 3_000_000_000

#: Settings of a session that puts statistics in: the forms in which a set has its values.
OPTIONS: Final = {
    "allow_system_table_mods": "on",
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "search_path": "",  # names as a set has them, whole
    "session_replication_role": "replica",  # no event trigger of the schema's own
    "timezone": "UTC",
}


def put_in(conn: Connection, wanted: StatisticsSet) -> tuple[Decided, list[str]]:
    """Writes a set into the catalogs of a copy.

    Args:
        conn: a connection to the copy, with `OPTIONS`.
        wanted: the set.

    Returns:
        What was decided, files among it, and in words what the server did not take.
    """
    here = read_here(conn)
    with conn.transaction():
        numbers = new_numbers(wanted, here)
        if numbers:
            _renumber(conn, numbers)
            here = read_here(conn)
        decided = decide(wanted, here, _operators(conn, wanted, here))
        conn.execute(load("statistics/clear_columns"), {"numbers": list(decided.numbers)})
        _run(conn, "statistics/put_sizes", decided.sizes)
        if conn.info.server_version >= _FROZEN_SINCE:
            _run(conn, "statistics/put_frozen", decided.sizes)
        notes = put_columns(conn, decided.columns)
    return decided, notes + put_extended(conn, wanted.extended)


def _renumber(conn: Connection, numbers: Mapping[int, int]) -> None:
    """Gives indexes their new oids, by way of numbers that nothing has."""
    for rows in (
        [{"old": old, "new": new + _ASIDE} for old, new in numbers.items()],
        [{"old": new + _ASIDE, "new": new} for new in numbers.values()],
    ):
        _run(conn, "statistics/reorder_indexes", rows)


def _operators(conn: Connection, wanted: StatisticsSet, here: Mapping[str, Here]) -> Operators:
    """Answers what types compare by, where the set does not say it: it was read by a view."""
    if not any(_is_silent(one) for one in wanted.relations.values()):
        return {}
    columns = [there.column(name) for there in here.values() for name in there.columns]
    types = {
        number for column in columns if column for number in (column.type_number, column.element)
    }
    found = conn.execute(load("statistics/default_operators"), {"types": sorted(types)})
    return {number: (equal, less) for number, equal, less in found}


def _is_silent(relation: Relation) -> bool:
    return any(
        not slot.operator
        for column in relation.columns.values()
        for statistics in (column.own, column.inherited)
        if statistics
        for slot in statistics.slots
    )


def _run(conn: Connection, query: str, rows: Iterable[dict[str, Any]]) -> None:
    conn.execute(load(query), {"rows": json.dumps(list(rows))})
