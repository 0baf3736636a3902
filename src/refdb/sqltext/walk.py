"""Every node of a parse tree, in half the time of pglast's own visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def nodes(tree: Any) -> Iterator[Any]:
    """Answers a node and every node below it, in no order.

    Args:
        tree: a node of pglast's, or a tuple of them.
    """
    from pglast.ast import Node  # noqa: PLC0415 - 50 ms that a command which reads no SQL saves

    left = [tree]
    while left:
        one: Any = left.pop()
        if isinstance(one, tuple):
            left.extend(one)
        elif isinstance(one, Node):
            yield one
            values = [getattr(one, name) for name in getattr(one, "__slots__", ())]
            left.extend(value for value in values if isinstance(value, Node | tuple))
