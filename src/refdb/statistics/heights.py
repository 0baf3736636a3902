"""How high B-trees are, and what else the first pages of indexes tell: asked, read or computed."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from psycopg.sql import SQL, Literal

from refdb.queries import load
from refdb.statistics.asking import together
from refdb.statistics.pages import read_brin_page, read_gin_page
from refdb.statistics.values import INDEX, PAGE, Gin, Index, Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Final

    from refdb.db import Connection

# selfuncs.c: a descent costs so many operators a page, and one for each halving of the rows. With
# an operator that costs 1, the halvings (never 50) do not disturb the pages.
_OPERATORS_A_PAGE: Final = 50
_OPERATOR_COST: Final = 1

# nbtree.h: an inner page is filled by seven tenths, a key has a header of 8 bytes and a line
# pointer of 4, and a page has 40 bytes that are neither.
_INNER_FILL: Final = 0.7
_OVERHEAD: Final = 12
_PAGE_ROOM: Final = PAGE - 40
_ALIGNED: Final = 8

Facts = dict[str, Index]


def computed_height(pages: int, key_width: float) -> int:
    """Answers how high a B-tree of so many pages is, about.

    Args:
        pages: its pages.
        key_width: bytes of a key, on average.
    """
    if pages <= 2:  # noqa: PLR2004 - the metapage and a root that is a leaf
        return 0
    aligned = math.ceil(max(key_width, 1) / _ALIGNED) * _ALIGNED
    fanout = max(2.0, _PAGE_ROOM * _INNER_FILL / (aligned + _OVERHEAD))
    height, reach = 1, fanout
    while reach < pages - 1:
        height, reach = height + 1, reach * fanout
    return height


def inspected(conn: Connection, schema: str, found: Mapping[str, Relation]) -> Facts:
    """Answers what pageinspect reads from the first pages of indexes.

    Args:
        conn: a connection.
        schema: where pageinspect is, quoted.
        found: the relations of the database.
    """
    queries: tuple[tuple[str, str, Callable[..., dict[str, Any]]], ...] = (
        ("btree", "statistics/btree_heights", lambda height: {"height": height}),
        ("gin", "statistics/gin_counters", lambda *counters: {"gin": Gin(*counters)}),
        ("brin", "statistics/brin_maps", lambda pages: {"revmap_pages": pages}),
    )
    facts: Facts = {}
    for method, query, told in queries:
        names = _of_method(found, method)
        text = SQL(load(query)).format(schema=SQL(schema))
        for name, *values in conn.execute(text, {"names": names}) if names else ():
            facts[name] = replace(_index(found[name]), **told(*values))
    return facts


def from_files(
    conn: Connection, found: Mapping[str, Relation], numbers: Mapping[str, int]
) -> Facts:
    """Answers what the first pages of GIN and BRIN indexes tell, as they were last written out.

    Args:
        conn: a connection of a user who may read the server's files.
        found: the relations of the database.
        numbers: their oids.
    """
    names = [*_of_method(found, "gin"), *_of_method(found, "brin")]
    given = {"names": names, "numbers": [numbers[name] for name in names]}
    facts: Facts = {}
    for name, page in conn.execute(load("statistics/first_pages"), given) if names else ():
        index = _index(found[name])
        if index.method == "gin":
            facts[name] = replace(index, gin=read_gin_page(page))
        else:
            facts[name] = replace(index, revmap_pages=read_brin_page(page))
    return facts


def planned(conn: Connection, found: Mapping[str, Relation]) -> Facts:
    """Answers the heights of B-trees out of plans: a plan's first cost is that of the descent.

    Args:
        conn: a connection in the export's transaction, whose planner has been told to take
            indexes only.
        found: the relations of the database.
    """
    rows = conn.execute(load("statistics/index_keys")).fetchall()
    texts = [
        SQL(load("statistics/index_plan")).format(
            table=SQL(table), predicate=SQL(predicate), keys=SQL(keys)
        )
        for _, _, table, keys, predicate in rows
    ]
    names = {(table, short): name for name, short, table, _, _ in rows}
    facts: Facts = {}
    for row, plan in zip(rows, together(conn, texts), strict=True):
        node = plan[0][0][0]["Plan"] if plan else {}
        name = names.get((row[2], node.get("Index Name", "")), "")
        if name in found:  # the one asked for, or another that gives the same order for less
            height = int(node["Startup Cost"] / _OPERATOR_COST) // _OPERATORS_A_PAGE - 1
            facts[name] = replace(_index(found[name]), height=max(height, 0))
    return facts


def prefer_indexes(conn: Connection) -> None:
    """Tells the planner of this transaction to take indexes, and to say how high they are."""
    conn.execute(
        SQL(load("statistics/index_plans_only")).format(operator_cost=Literal(_OPERATOR_COST))
    )


def _of_method(found: Mapping[str, Relation], method: str) -> list[str]:
    """Answers the indexes of a method that have a file."""
    return [
        name
        for name, one in found.items()
        if one.kind == INDEX and one.index and one.index.method == method
    ]


def _index(one: Relation) -> Index:
    return one.index or Index("", "")
