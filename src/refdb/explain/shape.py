"""What stays the same of a plan when only its numbers change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refdb.explain.node import Node, Plan


def shape(plan: Plan) -> str:
    """Answers a plan's shape as one text: nodes, what they read and by which index, and no numbers.

    Two plans with the same shape do the same work in the same order. The number of workers is
    left out, whether there are any is not.

    Args:
        plan: the plan.
    """
    return _shape(plan.root)


def _shape(node: Node) -> str:
    parts = (
        f"parallel {node.text_name}" if node.is_parallel else node.text_name,
        node.join_type if node.join_type != "Inner" else "",
        node.operation,
        node.relation or node.source,
        node.index,
        "; ".join((*node.sort_keys, *node.group_keys)),
        node.subplan,
    )
    children = ", ".join(_shape(child) for child in node.children)
    return " ".join(filter(None, parts)) + (f"({children})" if children else "")
