"""Functions that a plan calls once for each of many rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from refdb.explain import how_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.explain import Node
    from refdb.plans.audit.judge import Facts
    from refdb.plans.audit.values import Planned
    from refdb.plans.audit.walk import Step

_GROUPS = frozenset(("Aggregate", "WindowAgg", "Group"))
_CALL = re.compile(r'(?:(\w+|"[^"]+")\.)?(\w+|"[^"]+")\(')


def many(
    planned: Planned, steps: Sequence[Step], facts: Facts
) -> Iterator[tuple[str, str, str, Node]]:
    """Answers the functions that are called for many rows, with words and the node.

    A function that a plan still names was not put into the query's text by the planner: each
    call of it is one of its language. Nodes above the one that calls it name it again, for they
    hand its result on, so the lowest one counts.

    Args:
        planned: the statement and its plan.
        steps: the plan's nodes.
        facts: the database at the planned size.
    """
    if planned.statement.kind == "policy check":  # of the rows that are written, few or many
        return
    told: set[str] = set()
    for step in reversed(steps):  # children before parents
        for name, times in _calls(step, facts):
            if name in told:
                continue
            told.add(name)
            if times >= facts.limits.calls:
                number = how_many(times)
                said = f"calls {name}() for each of {number}"
                hint = (
                    "Put `(select …)` around a call whose arguments are the same for all rows; "
                    "else join what it looks up, or keep its result in a column."
                )
                yield name, said, hint, step.node


def _calls(step: Step, facts: Facts) -> Iterator[tuple[str, float]]:
    node = step.node
    below = next((one for one in node.children if one.relationship == "Outer"), None)
    given = below.rows if below and node.node_type in _GROUPS else node.rows
    looked_at = given
    if node.node_type == "Seq Scan":
        looked_at = facts.rows_of(node) * step.part
    elif below is not None:
        looked_at = below.rows
    for text in (node.filter, node.join_condition):
        yield from ((name, looked_at * step.runs) for name in _named(text, facts))
    for text in node.output:
        yield from ((name, given * step.runs * step.part) for name in _named(text, facts))
    if node.node_type == "Function Scan" and step.runs > 1:
        yield from ((name, step.runs) for name in _named(f"{node.source}(", facts))


def _named(text: str, facts: Facts) -> Iterator[str]:
    for schema, name in _CALL.findall(text) if "(" in text else ():
        plain = name.strip('"')
        full = f"{schema.strip(chr(34))}.{plain}" if schema else facts.names.get(plain, "")
        if full in facts.functions:
            yield full
