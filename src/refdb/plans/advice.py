"""What to do about a broken promise: the likeliest reason first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.explain import conditions, how_many
from refdb.plans.relations import INDEX_KINDS, TABLE_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.explain import Node
    from refdb.plans.relations import Relation, Relations
    from refdb.tree import Clause

_FEW_ROWS = 1000  # below it a table has a few pages, and reading them all is the best plan


def missing_advice(clause: Clause, instead: Sequence[Node], relations: Relations) -> str:
    """Answers what to do about a promised thing that a plan does not have.

    Args:
        clause: what is promised.
        instead: the nodes that read the clause's table in another way.
        relations: the database's relations.
    """
    index = next(iter(relations.find(clause.name, INDEX_KINDS)), None)
    if index is None:
        return "Correct the promise, or the query."
    return (
        _of_validity(index)
        or _of_columns(index, clause, instead)
        or _of_size(instead, relations)
        or _of_predicate(index)
        or f"The index is: {index.definition}. Does the query compare its first columns?"
    )


def _of_validity(index: Relation) -> str:
    if index.is_valid:
        return ""
    repair = f"reindex index concurrently {index.qualified}"
    return f"{index.name} is invalid, because a build of it was interrupted: `{repair}`."


def _of_columns(index: Relation, clause: Clause, instead: Sequence[Node]) -> str:
    if not any(node.index == index.name for node in instead):
        return ""
    if clause.subject == "index only scan":
        return (
            "Every column that the query reads must be in the index (`include`), and the "
            "table must be vacuumed."
        )
    return f"The index is used, but not so: `-- expect: index {index.name}` takes any use of it."


def _of_size(nodes: Sequence[Node], relations: Relations) -> str:
    """A table without statistics or with a handful of rows is the usual reason."""
    for node in nodes:
        found = relations.find(f"{node.schema}.{node.relation}", TABLE_KINDS)
        if not found or node.node_type != "Seq Scan":
            continue
        table = found[0]
        if table.rows < 0:
            remedy = f"`analyze {table.qualified}`"
            return f"{table.name} was never analyzed, so the planner guesses: {remedy}."
        if table.rows < _FEW_ROWS:
            return (
                f"{table.name} has {how_many(table.rows)} here, too few for an index to pay: "
                "plan on more, such as `-- rows: 100k`."
            )
    return ""


def _of_predicate(index: Relation) -> str:
    if not index.predicate:
        return ""
    return (
        f"{index.name} is partial: the query must say {index.predicate} itself, with constants. "
        "A plan for any values cannot know that a parameter is inside it; `-- with:` gives values."
    )


def forbidden_advice(clause: Clause, node: Node, relations: Relations) -> str:
    """Answers what to do about a forbidden thing that a plan has.

    Args:
        clause: what is forbidden.
        node: the first node that is it.
        relations: the database's relations.
    """
    if clause.subject == "seq scan":
        return _of_size((node,), relations) or _of_filter(node)
    if clause.subject == "sort":
        keys = ", ".join(node.sort_keys)
        return f"An index that gives the rows in this order ({keys}) saves the sort."
    return "Change the query or its indexes, or take the promise out."


def _of_filter(node: Node) -> str:
    for condition in conditions(node):
        asked = condition.removeprefix("keeping rows where ")
        return f"No index serves {asked} here: make one, or compare an indexed column."
    return "The query asks for every row of it: add a condition that an index serves, or a limit."
