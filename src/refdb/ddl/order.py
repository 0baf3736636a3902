"""Which entry comes after which, and which are made by one statement."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: What comes first among those that need nothing of each other.
_KINDS = (
    "schema", "extension", "language", "foreign data wrapper", "server", "user mapping",
    "collation", "type", "domain", "attribute", "sequence", "access method", "text search parser",
    "text search template", "text search dictionary", "text search configuration",
    "conversion", "table", "foreign table", "column", "default", "ownership", "partition",
    "function", "procedure", "aggregate", "operator", "operator family", "operator class",
    "cast", "transform", "constraint", "index", "attachment", "statistics", "view",
    "materialized view", "rule", "trigger", "policy", "publication", "publication table",
    "subscription", "cron job", "default privileges", "settings", "event trigger",
)  # fmt: skip
RANKS: dict[str, int] = {kind: rank for rank, kind in enumerate(_KINDS)}
_TYPES_OF_CONSTRAINTS = ("primary key", "unique", "exclude", "check")

Graph = dict[str, set[str]]


def sort(graph: Mapping[str, Iterable[str]], rank: Callable[[str], object]) -> list[str]:
    """Answers the nodes of a graph, each after what it needs.

    Args:
        graph: for each node what it needs; nodes that are not in it do not count.
        rank: what decides between two that need nothing of each other.

    Raises:
        BadRequestError: some need each other.
    """
    missing = {node: {need for need in needs if need in graph} for node, needs in graph.items()}
    users: dict[str, list[str]] = defaultdict(list)
    for node, needs in missing.items():
        for need in needs:
            users[need].append(node)
    ready = [(rank(node), node) for node, needs in missing.items() if not needs]
    heapq.heapify(ready)
    done = []
    while ready:
        _, node = heapq.heappop(ready)
        done.append(node)
        for user in users[node]:
            missing[user].discard(node)
            if not missing[user]:
                heapq.heappush(ready, (rank(user), user))
    if len(done) < len(missing):
        rest = sorted(missing.keys() - set(done))
        raise BadRequestError(f"these need each other: {', '.join(rest)}")
    return done


def tangle(graph: Mapping[str, Iterable[str]]) -> set[str]:
    """Answers the nodes that are on a circle or between two; none when the graph has none."""
    needs = {
        node: {need for need in all_ if need in graph and need != node}
        for node, all_ in graph.items()
    }
    users: Graph = {node: set() for node in graph}
    for node, all_ in needs.items():
        for need in all_:
            users[need].add(node)
    _peel(needs, users)
    _peel(users, needs)
    return set(needs)


def _peel(needs: Graph, users: Graph) -> None:
    """Takes off what needs nothing, again and again."""
    free = [node for node, all_ in needs.items() if not all_]
    while free:
        node = free.pop()
        for user in users.pop(node):
            needs[user].discard(node)
            if not needs[user]:
                free.append(user)
        del needs[node]


def reachable(graph: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """Answers the nodes that one leads to, itself among them only if a circle does."""
    found, todo = set[str](), [start]
    while todo:
        for node in graph.get(todo.pop(), ()):
            if node not in found:
                found.add(node)
                todo.append(node)
    return found
