"""An empty copy plans as the loaded database does: shapes and costs, query by query."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from refdb import db
from refdb.explain import plan_of
from refdb.statistics import planning_copy, read_set, read_statistics, written
from refdb.throwaway import Template, open_throwaway
from servers import VERSIONS, fresh_database

if TYPE_CHECKING:
    from refdb.explain import Node
    from refdb.statistics import Relation

_HERE = Path(__file__).parent
_SCHEMA, _ROWS, _QUERIES = (
    (_HERE / f"{name}.sql").read_text(encoding="utf-8")
    for name in ("world", "world_rows", "world_queries")
)
_ASKED = tuple(part.strip() for part in _QUERIES.split(";\n"))
_SETTLE = ("vacuum (analyze)", "checkpoint")


def _build(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(_SCHEMA)


def _load(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("set world.scale = 1")
        conn.execute(_SCHEMA)
        conn.execute(_ROWS)
        for statement in _SETTLE:
            conn.execute(statement)


def _plans(url: str) -> tuple[Node, ...]:
    with db.connect(url) as conn:
        return tuple(plan_of(conn, query).root for query in _ASKED)


def _shape(node: Node) -> Node:
    """A plan without its numbers."""
    return replace(
        node,
        rows=0.0,
        cost=0.0,
        startup_cost=0.0,
        width=0,
        children=tuple(_shape(child) for child in node.children),
    )


def _without_ends_of_expressions(_: str, relation: Relation) -> Relation:
    """What an expression is must be computed from a row, and a copy has none."""
    if relation.index is None:
        return relation
    return relation.mapped(lambda _, column: replace(column, ends=None))


def test_there_are_enough_queries_and_tables() -> None:
    """The schema has at least 12 tables, every kind of index, and there are 60 queries or more."""
    methods = set(re.findall(r"on public\.\S+ using (\w+)", _SCHEMA))
    assert len(_ASKED) >= 60
    assert len(re.findall(r"^create table", _SCHEMA, re.MULTILINE)) >= 12
    assert methods == {"hash", "gin", "gist", "spgist", "brin"}
    assert len(re.findall(r"^create statistics", _SCHEMA, re.MULTILINE)) == 4


@pytest.mark.parametrize("postgres", VERSIONS)
def test_every_plan_and_every_cost_is_the_same(postgres) -> None:
    """Node for node, condition for condition, rows and costs to the last digit of explain.

    Read again from the copy, the set is the same, so nothing of it was lost on the way.
    """
    template = Template("tests of exactness: " + _SCHEMA, _build)
    with open_throwaway(postgres=postgres, template=template) as opened:
        loaded = fresh_database(opened.url.replace("/refdb?", "/template1?"))
        _load(loaded)
        with db.connect(loaded) as conn:
            statistics = read_set(written(read_statistics(conn)))
        with planning_copy(opened.url, opened.data, statistics) as copy:
            copied = _plans(copy.url)
            with db.connect(copy.url) as conn:
                again = read_statistics(conn)
        real = _plans(loaded)
    assert copy.notes == ()
    assert again == statistics.mapped(_without_ends_of_expressions)
    trios = list(zip(_ASKED, real, copied, strict=True))
    assert [query for query, one, two in trios if _shape(one) != _shape(two)] == []
    assert [(query, one.cost, two.cost) for query, one, two in trios if one != two] == []
