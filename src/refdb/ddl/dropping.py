"""The statements that drop entries, each before what it needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.ddl.kinds import KINDS
from refdb.ddl.order import RANKS, Graph, reachable, sort, tangle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

#: What can be dropped by itself before what it goes with.
_APART = ("default", "constraint", "index", "trigger", "policy", "rule", "statistics",
          "publication table", "sequence")  # fmt: skip
#: What is not gone with what it goes with.
_STAYS = ("user mapping", "default privileges")


def dropping(scope: Scope) -> tuple[str, ...]:
    """Answers the statements that drop what a scope has, in order, without cascade.

    Only where a type and its functions, or other things without a table, need each other, one of
    them is dropped with cascade: then what that takes along is what the scope has anyway.
    """
    graph, hosts = _graph(scope)
    cascading = set[str]()
    while core := tangle(graph):
        apart = {key for key in hosts if _can_be_apart(scope, hosts, key, core)}
        if apart:
            scope = replace(scope, apart=scope.apart | apart)
            graph, hosts = _graph(scope)
        else:
            first = min(core, key=lambda node: (not node.startswith("type "), node))
            graph = _collapsed(graph, first)
            cascading.add(first)
    return tuple(_statements(scope, graph, cascading))


def _can_be_apart(scope: Scope, hosts: dict[str, str], key: str, core: set[str]) -> bool:
    host = hosts[key]
    if key == host or host not in core or scope.whole.entries[key].kind not in _APART:
        return False
    return any(hosts.get(need, need) in core - {host} for need in scope.whole.needs[key])


def _graph(scope: Scope) -> tuple[Graph, dict[str, str]]:
    """Answers what each node is needed by, and with which node each entry goes."""
    hosts = {key: _host(scope, key) for key in scope.keys}
    graph: Graph = {node: set() for node in hosts.values()}
    for key, node in hosts.items():
        is_bare = scope.whole.entries[key].parent not in scope.keys
        is_left = is_bare and _is_local(scope, key)
        originals = scope.whole.originals.get(key, ()) if is_left else ()
        for need in scope.whole.needs[key]:
            if (needed := hosts.get(need)) and needed != node:
                first, second = (needed, node) if need in originals else (node, needed)
                graph[second].add(first)
    return graph, hosts


def _host(scope: Scope, key: str) -> str:
    entry = scope.whole.entries[key]
    stays = entry.kind in _STAYS or key in scope.apart or entry.parent not in scope.keys
    if stays:
        return key
    return _host(scope, entry.parent)


def _is_local(scope: Scope, key: str) -> bool:
    """Answers whether an heir's part is its own too, and stays when the parent's goes."""
    entry = scope.whole.entries[key]
    if entry.kind not in {"column", "constraint"} or entry.get("copy_of"):
        return False
    return not (entry.get("inherited") or scope.parent(entry).get("partition_of"))


def _collapsed(graph: Graph, first: str) -> Graph:
    """Answers a graph in which a node stands for all that it is on a circle with."""
    users: Graph = {node: set() for node in graph}
    for node, needs in graph.items():
        for need in needs:
            users[need].add(node)
    circle = (reachable(graph, first) & reachable(users, first)) - {first}
    names = dict.fromkeys(circle, first)
    collapsed: Graph = {node: set() for node in graph if node not in circle}
    for node, needs in graph.items():
        collapsed[names.get(node, node)] |= {names.get(need, need) for need in needs}
    collapsed[first].discard(first)
    return collapsed


def _statements(scope: Scope, graph: Graph, cascading: set[str]) -> Iterator[str]:
    def rank(node: str) -> tuple[int, str]:
        return -RANKS[scope.whole.entries[node].kind], node

    for node in sort(graph, rank):
        entry = scope.whole.entries[node]
        if not _goes_by_itself(scope, entry):
            for text in KINDS[entry.kind].drop(scope, entry):
                yield f"{text.removesuffix(';')} cascade;" if node in cascading else text


def _goes_by_itself(scope: Scope, entry: Entry) -> bool:
    """Answers whether an entry is gone with what it is a copy of."""
    originals = scope.whole.originals.get(entry.key, ())
    return any(key in scope.keys for key in originals) and not _is_local(scope, entry.key)
