"""Indexes that nothing reads, that are there twice, or that a foreign key misses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg.rows import dict_row

from refdb.explain import how_many
from refdb.findings import Finding, Level
from refdb.plans.relations import INDEX_KINDS
from refdb.queries import load
from refdb.sqltext import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from refdb.db import Connection
    from refdb.explain import Node, Plan
    from refdb.plans.audit.judge import Facts
    from refdb.plans.audit.places import Places
    from refdb.plans.audit.values import Planned
    from refdb.plans.relations import Relations
    from refdb.tree import Contract

_LONGEST_NAME = 63  # bytes; the server cuts what is longer
_READING = frozenset(("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan"))

_ORDERED = frozenset(("Limit", "Merge Join", "Merge Append", "Unique", "WindowAgg", "Group"))


@dataclass(frozen=True)
class Index:
    """An index of a table, of a materialized view, or of a partitioned table as a whole.

    Attributes:
        schema: its schema.
        relation: what it is over.
        name: its name.
        method: `btree`, `gin` …
        is_unique: whether it forbids equal keys.
        is_needed: whether a constraint or replication stands on it.
        keys: its key columns, each with operator class, collation and order.
        columns: its key columns as SQL.
        included: columns that it only carries.
        predicate: the condition of a partial index.
        definition: it as `create index …`.
        age: a number that is lower for an older one.
    """

    schema: str
    relation: str
    name: str
    method: str
    is_unique: bool
    is_needed: bool
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    included: tuple[str, ...]
    predicate: str
    definition: str
    age: int

    @property
    def qualified(self) -> str:
        """Answers `schema.name`."""
        return f"{self.schema}.{self.name}"

    @property
    def whole(self) -> str:
        """Answers `schema.name` of what it is over."""
        return f"{self.schema}.{self.relation}"


def read_indexes(conn: Connection) -> tuple[Index, ...]:
    """Answers the indexes of a database, in one round trip."""
    with conn.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(load("plans/indexes")).fetchall()
    lists = ("keys", "columns", "included")
    return tuple(Index(**row | {name: tuple(row[name]) for name in lists}) for row in rows)


def used_by(
    plans: Iterable[Plan],
    forced: Iterable[Plan],
    contracts: Iterable[Contract],
    relations: Relations,
) -> frozenset[str]:
    """Answers the indexes that are in use, as `schema.name`; a partition's as the whole's too.

    Args:
        plans: plans that read some.
        forced: plans that were to read no table as a whole. One that reads an index as a whole
            instead, without need of its order, does not use it.
        contracts: what promises to read some, at whatever size.
        relations: the database's relations.
    """
    read = {(node.schema, node.index) for plan in plans for node in plan.nodes if node.index}
    read |= {name for plan in forced for name in _served(plan.root, relations)}
    found = [one for schema, name in read if (one := relations.at(schema, name))]
    promised = {clause.name for one in contracts for clause in one.expects if clause.name}
    found += [one for name in promised for one in relations.find(name, INDEX_KINDS)]
    return frozenset(one.qualified for one in found).union(*(one.ancestors for one in found))


def _served(
    node: Node, relations: Relations, *, is_ordered: bool = False
) -> Iterator[tuple[str, str]]:
    if node.index:
        index = relations.at(node.schema, node.index)
        if node.index_condition or is_ordered or (index and index.predicate):
            yield node.schema, node.index
    wants_order = node.node_type in _ORDERED or node.strategy == "Sorted"
    for child in node.children:
        yield from _served(child, relations, is_ordered=is_ordered or wants_order)


def unused(indexes: Iterable[Index], used: frozenset[str], places: Places) -> Iterator[Finding]:
    """Answers the indexes that no plan reads and that forbid nothing.

    Args:
        indexes: those that no other one makes needless.
        used: those that statements and contracts read.
        places: where they are defined.
    """
    for one in indexes:
        if one.is_needed or one.is_unique or one.qualified in used:
            continue
        message = "no contract and no statement reads it, even where no table may be read whole"
        hint = (
            "Write the query that needs it into sql/plans/ with "
            f"`-- expect: index {one.name}`, or drop it: each write keeps it up."
        )
        yield _finding("unused-index", one, one.qualified, message, hint, places)


def covered(indexes: Sequence[Index]) -> dict[Index, Index]:
    """Answers the indexes that another one of the same table makes needless, with that one."""
    pairs = ((one, next((two for two in indexes if _covers(two, one)), None)) for one in indexes)
    return {one: other for one, other in pairs if other}


def doubles(pairs: Mapping[Index, Index], places: Places) -> Iterator[Finding]:
    """Answers a finding for each index that another one makes needless."""
    for one, other in pairs.items():
        if _is_same(one, other):
            rule, message = "duplicate-index", f"is {other.name} once more"
        else:
            listed = ", ".join(one.columns)
            rule, message = "overlapping-index", f"({listed}) is how {other.name} begins"
        hint = f"`drop index concurrently {one.qualified}`: what reads it can read {other.name}."
        yield _finding(rule, one, one.qualified, message, hint, places)


def _covers(larger: Index, smaller: Index) -> bool:
    """Whether everything that the one index serves, the other serves too."""
    is_alike = (larger.schema, larger.relation, larger.method, larger.predicate) == (
        smaller.schema,
        smaller.relation,
        smaller.method,
        smaller.predicate,
    )
    if larger is smaller or not is_alike or smaller.is_needed:
        return False
    if _is_same(larger, smaller):
        if larger.is_unique == smaller.is_unique:
            return larger.is_needed or larger.age < smaller.age
        return larger.is_unique
    begins = larger.keys[: len(smaller.keys)] == smaller.keys
    carries = set(smaller.included) <= {*larger.columns, *larger.included}
    return larger.method == "btree" and begins and carries and not smaller.is_unique


def _is_same(one: Index, other: Index) -> bool:
    return one.keys == other.keys and set(one.included) == set(other.included)


def unindexed_keys(
    planned: Iterable[Planned], indexes: Iterable[Index], facts: Facts
) -> Iterator[Finding]:
    """Answers the foreign keys that no index of the referring table serves.

    Args:
        planned: what the server runs when a referred row goes, planned with as few whole reads
            as can be: what it reads by no index that begins with the key's columns has none.
        indexes: all of them.
        facts: the database at the planned size.
    """
    first = {one.qualified: one.columns[0] for one in indexes}
    for one in planned:
        for node in one.plan.nodes:
            rows = facts.rows_of(node)
            is_much = node.node_type in _READING and rows >= facts.limits.key_rows
            if is_much and first.get(facts.whole_index(node)) not in one.statement.columns:
                yield _of_key(one, node, rows)


def _of_key(planned: Planned, node: Node, rows: float) -> Finding:
    statement = planned.statement
    referred = statement.params[0].name.rpartition(".")[0]
    table, columns = statement.relation, ", ".join(statement.columns)
    words = (table.rpartition(".")[2], *statement.columns, "idx")
    name = plain("_".join(one.strip('"') for one in words)[:_LONGEST_NAME])
    return Finding(
        rule="audit/foreign-key-index",
        object=statement.object,
        message=f"each row that goes from {referred} reads all of {node.relation} "
        f"({how_many(rows)}): no index begins with the key's columns",
        level=Level.WARNING,
        file=statement.file,
        line=statement.line,
        hint=f"`create index concurrently {name} on {table} ({columns})`.",
    )


def _finding(  # noqa: PLR0913, PLR0917 - the parts of a finding
    rule: str, index: Index, about: str, message: str, hint: str, places: Places
) -> Finding:
    place = places.named(index.name)
    return Finding(
        rule=f"audit/{rule}",
        object=about,
        message=f"{index.name} on {index.relation}: {message}",
        level=Level.WARNING,
        file=place.file,
        line=place.line,
        hint=hint,
    )
