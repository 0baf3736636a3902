"""A plan as the lines of a drawn tree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb.explain.words import bitmap_index, conditions, head, is_silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.explain.node import Node, Plan

_LAST, _ONE_OF_MORE = "└─ ", "├─ "
_BELOW = {"": "", _LAST: "   ", _ONE_OF_MORE: "│  "}


@dataclass(frozen=True)
class Branch:
    """One line of a drawn plan, which may tell of several nodes.

    Attributes:
        node: the node that it tells of.
        positions: where that node, and those that need no line of their own, stand in
            `Plan.nodes`.
        guide: the lines of the tree before its text.
        below: the same before further lines of its text.
        head: what the node does.
        details: its conditions.
    """

    node: Node
    positions: tuple[int, ...]
    guide: str
    below: str
    head: str
    details: tuple[str, ...]


def branches(plan: Plan) -> tuple[Branch, ...]:
    """Answers the lines of a plan's tree, each node below the one that takes its rows."""
    return tuple(_branches(plan.root, 0, "", ""))


def _branches(node: Node, position: int, before: str, turn: str) -> Iterator[Branch]:
    children = tuple(_placed(node, position))
    if is_silent(node) and children:  # its children stand in its place
        told = (one for child, place in children for one in _branches(child, place, before, turn))
        first = next(told)
        yield replace(first, positions=(*first.positions, position))
        yield from told
        return
    folded = bitmap_index(node)
    shown = () if folded else children
    below = f"{before}{_BELOW[turn]}"
    yield Branch(
        node=node,
        positions=tuple(range(position, position + _count(node))) if folded else (position,),
        guide=f"{before}{turn}",
        below=f"{below}{'│  ' if shown else '   '}",
        head=head(node),
        details=conditions(node),
    )
    for child, place in shown:
        last = place == shown[-1][1]
        yield from _branches(child, place, below, _LAST if last else _ONE_OF_MORE)


def _placed(node: Node, position: int) -> Iterator[tuple[Node, int]]:
    place = position + 1
    for child in node.children:
        yield child, place
        place += _count(child)


def _count(node: Node) -> int:
    return sum(1 for _ in node.walk())
