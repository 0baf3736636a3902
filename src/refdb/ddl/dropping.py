"""The statements that drop entries, each before what it needs, and what has to go with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.ddl.kinds import KINDS
from refdb.ddl.order import RANKS, Graph, sort, tangle
from refdb.ddl.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope
    from refdb.ddl.whole import Whole

_VIEWS = ("view", "materialized view")
#: What can be dropped by itself before what it goes with.
_APART = ("default", "constraint", "index", "trigger", "policy", "rule", "statistics",
          "publication table", "sequence")  # fmt: skip
#: What is not gone with what it goes with.
_STAYS = ("user mapping", "default privileges")
#: What is gone with what it is a copy of.
_COPIES = {"constraint": "copy_of", "trigger": "copy_of", "index": "attached_to"}


def closure(whole: Whole, keys: Iterable[str]) -> frozenset[str]:
    """Answers what has to go when some entries go: they, what goes with them, who needs them.

    Args:
        whole: the snapshot with its pieces.
        keys: the entries' keys.
    """
    found, first = set[str](), set(keys)
    while first:
        _grow(whole, found, first)
        # What goes with its table anyway needs nothing else to go first.
        first = set(_carriers(whole, found)) - found
    return frozenset(found)


def _grow(whole: Whole, found: set[str], first: Iterable[str]) -> None:
    todo = list(first)
    while todo:
        key = todo.pop()
        if key not in found and key in whole.entries:
            found.add(key)
            todo += whole.children.get(key, ())
            todo += whole.dependents.get(key, ())
            todo += _with_column(whole, whole.entries[key])


def _carriers(whole: Whole, keys: Iterable[str]) -> Iterator[str]:
    """Answers what has to go because one of its parts does and cannot by itself."""
    given = set(keys)
    for key in sorted(given):
        entry = whole.entries[key]
        if whole.table_of(entry).key not in given and (carrier := _carrier(whole, entry)):
            yield carrier


def _with_column(whole: Whole, entry: Entry) -> Iterator[str]:
    """Answers the parts of a table that name a column which goes."""
    if entry.kind != "column" or whole.entries[entry.parent].kind in _VIEWS:
        return
    for key in whole.children.get(entry.parent, ()):
        part = whole.entries[key]
        texts = (
            part.get("definition"),
            part.get("using"),
            part.get("check"),
            part.get("generated"),
        )
        if any(_names(text, entry.name) for text in texts if text):
            yield key


def _names(text: str, column: str) -> bool:
    plain = column.strip('"')
    return plain in words(text) or column in text


def _carrier(whole: Whole, entry: Entry) -> str | None:
    """Answers what a part goes with where it cannot go by itself."""
    held = whole.entries.get(entry.parent)
    if held is None:
        return None
    if entry.kind == "column" and _is_bound(held, entry):
        return held.key
    if entry.kind == "index" and held.kind == "constraint":
        return held.key
    if is_copy(whole, entry):
        return next(iter(_originals(whole, entry)), None)
    return None


def _is_bound(held: Entry, column: Entry) -> bool:
    """Answers whether a column cannot go alone: a view's, or what partitions are by."""
    is_key = _names(held.get("partition_by") or "", column.name)
    return held.kind in _VIEWS or bool(held.get("of_type")) or is_key


def _originals(whole: Whole, entry: Entry) -> Iterator[str]:
    for need in sorted(whole.needs[entry.key]):
        other = whole.entries[need]
        if other.kind == entry.kind and other.parent != entry.parent:
            is_same = (
                other.name == entry.name or entry.get(_COPIES.get(entry.kind, "")) == other.identity
            )
            if is_same:
                yield need


def is_copy(whole: Whole, entry: Entry) -> bool:
    """Answers whether an entry is there because of another table's, and goes with that one."""
    if entry.kind in _COPIES and entry.get(_COPIES[entry.kind]):
        return True
    if entry.get("inherited"):
        return True
    held = whole.entries.get(entry.parent)
    return entry.kind == "column" and held is not None and bool(held.get("partition_of"))


def dropping(scope: Scope) -> tuple[str, ...]:
    """Answers the statements that drop what a scope has, in order, without cascade.

    Only where a type and its functions, or other things without a table, need each other, one of
    them is dropped with cascade: then what that takes along is what the scope has anyway.
    """
    graph, hosts = _graph(scope)
    while core := tangle(graph):
        apart = {
            key
            for key, host in hosts.items()
            if key != host
            and host in core
            and scope.whole.entries[key].kind in _APART
            and any(hosts.get(need, need) in core - {host} for need in scope.whole.needs[key])
        }
        if not apart:
            return _cascading(scope, graph, hosts, core)
        scope = replace(scope, apart=scope.apart | apart)
        graph, hosts = _graph(scope)
    return tuple(_statements(scope, graph))


def _graph(scope: Scope) -> tuple[Graph, dict[str, str]]:
    """Answers what each node is needed by, and with which node each entry goes."""
    hosts = {key: _host(scope, key) for key in scope.keys}
    graph: Graph = {node: set() for node in hosts.values()}
    for key, node in hosts.items():
        for need in scope.whole.needs[key]:
            if (needed := hosts.get(need)) and needed != node:
                graph[needed].add(node)
    return graph, hosts


def _host(scope: Scope, key: str) -> str:
    entry = scope.whole.entries[key]
    stays = entry.kind in _STAYS or key in scope.apart or entry.parent not in scope.keys
    if stays:
        return key
    return _host(scope, entry.parent)


def _statements(scope: Scope, graph: Graph) -> Iterator[str]:
    def rank(node: str) -> tuple[int, str]:
        return -RANKS[scope.whole.entries[node].kind], node

    for node in sort(graph, rank):
        entry = scope.whole.entries[node]
        if not _goes_by_itself(scope, entry):
            yield from KINDS[entry.kind].drop(scope, entry)


def _goes_by_itself(scope: Scope, entry: Entry) -> bool:
    """Answers whether an entry is gone with what it is a copy of."""
    if not is_copy(scope.whole, entry):
        return False
    return any(key in scope.keys for key in _originals(scope.whole, entry))


def _cascading(
    scope: Scope, graph: Graph, hosts: dict[str, str], core: set[str]
) -> tuple[str, ...]:
    first = min(core, key=lambda node: (not node.startswith("type "), node))
    gone, todo = {first}, [first]
    while todo:
        for user in graph[todo.pop()]:
            if user not in gone:
                gone.add(user)
                todo.append(user)
    rest = {node: needs - gone for node, needs in graph.items() if node not in gone}
    kept = frozenset(key for key in scope.keys if hosts[key] in rest)
    entry = scope.whole.entries[first]
    own = [text.removesuffix(";") + " cascade;" for text in KINDS[entry.kind].drop(scope, entry)]
    return (*own, *dropping(replace(scope, keys=kept)))
