"""An empty copy plans as the loaded database does: shapes and costs, query by query."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    from collections.abc import Iterator

    from refdb.explain import Node
    from refdb.statistics import StatisticsSet

_HERE = Path(__file__).parent
_SCHEMA, _ROWS, _QUERIES = (
    (_HERE / f"{name}.sql").read_text(encoding="utf-8")
    for name in ("world", "world_rows", "world_queries")
)
_SETTLE = ("vacuum (analyze)", "checkpoint")


@dataclass(frozen=True)
class World:
    """The plans of one server: on rows, and on an empty copy with their statistics."""

    queries: tuple[str, ...]
    real: tuple[Node, ...]
    copied: tuple[Node, ...]
    statistics: StatisticsSet
    notes: tuple[str, ...]


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


def _plans(url: str, queries: tuple[str, ...]) -> tuple[Node, ...]:
    with db.connect(url) as conn:
        return tuple(plan_of(conn, query).root for query in queries)


@pytest.fixture(scope="module", params=VERSIONS)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """The same schema twice on one server: loaded and analyzed for real, and empty."""
    template = Template("tests of exactness: " + _SCHEMA, _build)
    queries = tuple(part.strip() for part in _QUERIES.split(";\n"))
    with open_throwaway(postgres=request.param, template=template) as opened:
        loaded = fresh_database(opened.url.replace("/refdb?", "/template1?"))
        _load(loaded)
        with db.connect(loaded) as conn:
            statistics = read_set(written(read_statistics(conn)))
        with planning_copy(opened.url, opened.data, statistics) as copy:
            copied = _plans(copy.url, queries)
        yield World(queries, _plans(loaded, queries), copied, statistics, copy.notes)


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


def test_there_are_enough_queries_and_tables(world) -> None:
    """The schema has at least 12 tables, every kind of index, and there are 60 queries or more."""
    kinds = [one.kind for one in world.statistics.relations.values()]
    methods = {one.index.method for one in world.statistics.relations.values() if one.index}
    assert len(world.queries) >= 60
    assert kinds.count("table") >= 12
    assert methods == {"btree", "hash", "gin", "gist", "spgist", "brin"}
    assert world.notes == ()


def test_every_plan_has_the_same_shape(world) -> None:
    """Node for node, index for index, condition for condition."""
    pairs = zip(world.queries, world.real, world.copied, strict=True)
    assert [query for query, real, copied in pairs if _shape(real) != _shape(copied)] == []


def test_every_cost_is_the_same(world) -> None:
    """Of every node, to the last digit that explain shows, with the rows it expects."""
    pairs = zip(world.queries, world.real, world.copied, strict=True)
    assert [
        (query, real.cost, copied.cost) for query, real, copied in pairs if real != copied
    ] == []
