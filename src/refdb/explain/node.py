"""A plan as values, read from `explain (format json)`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Every `Node Type` that a server from 15 to 18 writes.
NODE_TYPES = frozenset(
    (
        "Aggregate",
        "Append",
        "Bitmap Heap Scan",
        "Bitmap Index Scan",
        "BitmapAnd",
        "BitmapOr",
        "CTE Scan",
        "Custom Scan",
        "Foreign Scan",
        "Function Scan",
        "Gather",
        "Gather Merge",
        "Group",
        "Hash",
        "Hash Join",
        "Incremental Sort",
        "Index Only Scan",
        "Index Scan",
        "Limit",
        "LockRows",
        "Materialize",
        "Memoize",
        "Merge Append",
        "Merge Join",
        "ModifyTable",
        "Named Tuplestore Scan",
        "Nested Loop",
        "ProjectSet",
        "Recursive Union",
        "Result",
        "Sample Scan",
        "Seq Scan",
        "SetOp",
        "Sort",
        "Subquery Scan",
        "Table Function Scan",
        "Tid Range Scan",
        "Tid Scan",
        "Unique",
        "Values Scan",
        "WindowAgg",
        "WorkTable Scan",
    ),
)
# `explain` as text, which is what people know, has its own names for these.
_TEXT_NAMES = {
    ("Aggregate", "Hashed"): "HashAggregate",
    ("Aggregate", "Mixed"): "MixedAggregate",
    ("Aggregate", "Sorted"): "GroupAggregate",
    ("SetOp", "Hashed"): "HashSetOp",
}
_BITMAPS = frozenset(("Bitmap Index Scan", "BitmapAnd", "BitmapOr"))
_SOURCES = ("CTE Name", "Function Name", "Table Function Name", "Tuplestore Name")
_JOIN_CONDITIONS = ("Hash Cond", "Merge Cond", "Join Filter")
_FILTERS = ("Filter", "One-Time Filter")
_INDEX_CONDITIONS = ("Index Cond", "TID Cond")


@dataclass(frozen=True)
class Actual:
    """What really happened in a node, where the query was run.

    Attributes:
        rows: rows that it gave, on average in one loop.
        loops: how often it was run.
        time_ms: milliseconds until its last row, with its children, on average in one loop.
        removed: rows that its filter took out, on average in one loop.
        hit: pages that it and its children found in the server's memory.
        read: pages that they had to read from outside of it.
        spilled: pages that they wrote to temporary files, for want of memory.
    """

    rows: float
    loops: int
    time_ms: float
    removed: float
    hit: int = 0
    read: int = 0
    spilled: int = 0

    @property
    def total_ms(self) -> float:
        """Answers the milliseconds of all loops together."""
        return self.time_ms * self.loops


@dataclass(frozen=True)
class Node:
    """One node of a plan; a text that does not apply is empty.

    Attributes:
        node_type: as the server's JSON names it, such as `Index Only Scan`.
        rows: rows that the planner expects from one run of it.
        cost: the planner's cost until the last row.
        startup_cost: the planner's cost until the first row.
        width: bytes that the planner expects in a row.
        schema: the schema of the relation.
        relation: the table or materialized view that it reads or writes.
        alias: what the query calls it.
        index: the index that it reads.
        source: the function, common table expression or other source of a scan of no relation.
        strategy: how it aggregates: `Plain`, `Sorted`, `Hashed` or `Mixed`.
        operation: what it does to a table: `Insert`, `Update`, `Delete` or `Merge`.
        join_type: `Inner`, `Left` …
        index_condition: what it looks up in the index.
        join_condition: what rows of both sides are joined on.
        filter: what rows are kept by, one by one.
        sort_keys: what it sorts by, in order.
        presorted_keys: the first of them, which the rows are sorted by already.
        group_keys: what it groups by.
        output: the expressions that it gives, where the server was asked for them.
        workers: parallel workers that the planner wants.
        is_parallel: whether workers share its rows.
        relationship: what it is to its parent: `Outer`, `Inner`, `InitPlan`, `SubPlan` …
        subplan: the name of the subquery or common table expression that it gives.
        pruned: partitions that the server left out when it started the plan.
        actual: what really happened; None when the query was only planned.
        children: the nodes whose rows it takes.
    """

    node_type: str
    rows: float = 0.0
    cost: float = 0.0
    startup_cost: float = 0.0
    width: int = 0
    schema: str = ""
    relation: str = ""
    alias: str = ""
    index: str = ""
    source: str = ""
    strategy: str = ""
    operation: str = ""
    join_type: str = ""
    index_condition: str = ""
    join_condition: str = ""
    filter: str = ""
    sort_keys: tuple[str, ...] = ()
    presorted_keys: tuple[str, ...] = ()
    group_keys: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    workers: int = 0
    is_parallel: bool = False
    relationship: str = ""
    subplan: str = ""
    pruned: int = 0
    actual: Actual | None = None
    children: tuple[Node, ...] = ()

    @property
    def text_name(self) -> str:
        """Answers what `explain` as text calls the node, such as `HashAggregate`."""
        return _TEXT_NAMES.get((self.node_type, self.strategy), self.operation or self.node_type)

    def walk(self) -> Iterator[Node]:
        """Answers the node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Plan:
    """What the planner would do with a query.

    Attributes:
        root: the topmost node.
        kind: `generic`, good for any values of the parameters, or `custom`, for those given.
        planning_ms: milliseconds that planning took; None when not measured.
        execution_ms: milliseconds that running took; None when the query was only planned.
        values: the constants that a custom plan was made for, as SQL separated by commas.
    """

    root: Node
    kind: str = "generic"
    planning_ms: float | None = None
    execution_ms: float | None = None
    values: str = ""

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Answers all nodes, parents before children."""
        return tuple(self.root.walk())


def read_plan(document: Any, kind: str = "generic") -> Plan:
    """Reads what `explain (format json)` gave.

    Args:
        document: the parsed JSON: a list with one plan, or several where a rule made several
            queries of one.
        kind: `generic` or `custom`.

    Raises:
        BadRequestError: there is no plan in it: a rule made nothing of the query.
    """
    plans = [one for one in document if isinstance(one, dict) and isinstance(one.get("Plan"), dict)]
    if not plans:
        raise BadRequestError(
            "the query has no plan: a rule rewrites it into nothing",
            hint="Ask about a select, insert, update, delete or merge of a table.",
        )
    roots = tuple(_node(one["Plan"]) for one in plans)
    return Plan(
        root=roots[0] if len(roots) == 1 else Node("Queries of a Rule", children=roots),
        kind=kind,
        planning_ms=plans[0].get("Planning Time"),
        execution_ms=plans[0].get("Execution Time"),
    )


def _node(given: Mapping[str, Any]) -> Node:
    node = Node(
        node_type=given["Node Type"],
        rows=float(given.get("Plan Rows", 0)),
        cost=float(given.get("Total Cost", 0)),
        startup_cost=float(given.get("Startup Cost", 0)),
        width=int(given.get("Plan Width", 0)),
        schema=given.get("Schema", ""),
        relation=given.get("Relation Name", ""),
        alias=given.get("Alias", ""),
        index=given.get("Index Name", ""),
        source=_first(given, _SOURCES),
        strategy=given.get("Strategy", ""),
        operation=given.get("Operation", ""),
        join_type=given.get("Join Type", ""),
        index_condition=_first(given, _INDEX_CONDITIONS),
        join_condition=_first(given, _JOIN_CONDITIONS),
        filter=_first(given, _FILTERS),
        sort_keys=tuple(given.get("Sort Key", ())),
        presorted_keys=tuple(given.get("Presorted Key", ())),
        group_keys=tuple(given.get("Group Key", ())),
        output=tuple(given.get("Output", ())),
        workers=int(given.get("Workers Planned", 0)),
        is_parallel=bool(given.get("Parallel Aware", False)),
        relationship=given.get("Parent Relationship", ""),
        subplan=given.get("Subplan Name", ""),
        pruned=int(given.get("Subplans Removed", 0)),
        actual=_actual(given),
        children=tuple(_node(child) for child in given.get("Plans", ())),
    )
    return _named_bitmaps(node) if node.node_type == "Bitmap Heap Scan" else node


def _first(given: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((str(given[key]) for key in keys if given.get(key)), "")


def _actual(given: Mapping[str, Any]) -> Actual | None:
    if "Actual Loops" not in given:
        return None
    return Actual(
        rows=float(given.get("Actual Rows", 0)),
        loops=int(given["Actual Loops"]),
        time_ms=float(given.get("Actual Total Time", 0)),
        removed=float(given.get("Rows Removed by Filter", 0)),
        hit=int(given.get("Shared Hit Blocks", 0)) + int(given.get("Local Hit Blocks", 0)),
        read=int(given.get("Shared Read Blocks", 0)) + int(given.get("Local Read Blocks", 0)),
        spilled=int(given.get("Temp Written Blocks", 0)),
    )


def _named_bitmaps(heap: Node) -> Node:
    """The server names the relation of a bitmap's indexes only in the scan above them."""

    def named(node: Node) -> Node:
        if node.node_type not in _BITMAPS:
            return node
        children = tuple(named(child) for child in node.children)
        return replace(
            node,
            schema=heap.schema,
            relation=heap.relation,
            alias=heap.alias,
            children=children,
        )

    return replace(heap, children=tuple(named(child) for child in heap.children))
