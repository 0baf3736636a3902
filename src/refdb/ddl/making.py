"""The statements that make entries, each after what it needs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.ddl.decor import decor
from refdb.ddl.hosting import host
from refdb.ddl.kinds import KINDS, STUBS
from refdb.ddl.order import RANKS, Graph, reachable, sort, tangle
from refdb.ddl.relations import emptied
from refdb.ddl.tables import is_clone, is_written_inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_STUB = "stub "
_HAVE_TYPES = ("type", "domain", "table", "foreign table", "view", "materialized view")
_STUB_ORDER = ("type", "view", "function", "procedure")


def making(scope: Scope) -> tuple[str, ...]:
    """Answers the statements that make what a scope has, in order."""
    graph, hosts = _graph(scope)
    soft = _soft(scope, hosts)
    scope, graph, hosts, is_checked = _untangled(scope, graph, hosts, soft)
    members = _members(scope, hosts)
    nodes = sort(graph, lambda node: _rank(scope, node))
    made = [text for node in nodes for text in _statements(scope, node, members)]
    made += [text for node in nodes for text in _afterwards(scope, node)]
    if is_checked and not any(_is_unsure(scope, key) for key in (*scope.keys, *scope.given)):
        return tuple(made)
    return ("set check_function_bodies = off;", *made, "reset check_function_bodies;")


def _is_unsure(scope: Scope, key: str) -> bool:
    """Answers whether the server would perhaps refuse a function's body, which it once took.

    Text of SQL names whatever was on the path, or is no more. Of PL/pgSQL the server only looks up
    types: found without a path of its own when they are in public.
    """
    entry = scope.whole.entries[key]
    if entry.get("body") is None or entry.get("language") not in {"sql", "plpgsql"}:
        return False
    if entry.get("language") == "sql":
        return True
    if "search_path" in (entry.get("settings") or {}):
        return False
    named = (scope.whole.entries[one] for one in scope.whole.soft.get(key, ()))
    return any(one.kind in _HAVE_TYPES and one.schema != "public" for one in named)


def _untangled(
    scope: Scope, graph: Graph, hosts: dict[str, str], soft: Graph
) -> tuple[Scope, Graph, dict[str, str], bool]:
    """Takes parts out of their parents' statements, and makes stubs, until there is an order."""
    while core := tangle(_with(graph, soft)):
        apart = {
            key
            for key, host in hosts.items()
            if key != host
            and host in core
            and _can_be_apart(scope.whole.entries[key])
            and any(hosts.get(need, need) in core - {host} for need in _needs(scope, key))
        }
        if apart:
            scope = replace(scope, apart=scope.apart | apart)
        elif not tangle(graph):
            return scope, graph, hosts, False
        elif stubs := _stubs(scope, core):
            scope = replace(scope, stubs=scope.stubs | stubs)
        else:
            break  # the sort says what is wrong
        graph, hosts = _graph(scope)
        soft = _soft(scope, hosts)
    return scope, _with(graph, soft), hosts, True


def _with(graph: Graph, soft: Graph) -> Graph:
    return {node: needs | soft.get(node, set()) for node, needs in graph.items()}


def _can_be_apart(entry: Entry) -> bool:
    return entry.kind in {"default", "constraint", "publication table"}


def _stubs(scope: Scope, core: set[str]) -> set[str]:
    for kind in _STUB_ORDER:
        found = {key for key in core if key.startswith(f"{kind} ")} - scope.stubs
        if kind == "type":
            found = {
                key for key in found if scope.whole.entries[key].get("form") in {"base", "range"}
            }
        if found:
            return found
    return set()


def _graph(scope: Scope) -> tuple[Graph, dict[str, str]]:
    """Answers what each node needs, and in which node each entry is made."""
    hosts = {key: host(scope, key) for key in scope.keys} | {key: key for key in scope.given}
    graph: Graph = {node: set() for node in hosts.values()}
    for key, node in hosts.items():
        for need in _needs(scope, key):
            if (needed := hosts.get(need)) and needed != node:
                graph[node].add(needed)
    for user, need in _turned(scope):
        if hosts[user] != hosts[need]:
            graph[hosts[user]].add(hosts[need])
    return _stubbed(scope, graph), hosts


def _stubbed(scope: Scope, graph: Graph) -> Graph:
    """Lets those who need a stub's entry, and are needed by it, need the stub."""
    for key in scope.stubs:
        inner = _reaching(graph, key)
        for node in inner:
            if key in graph[node]:
                graph[node].remove(key)
                graph[node].add(_STUB + key)
        needs = {need for need in graph[key] if need not in inner}
        graph[_STUB + key] = needs
        graph[key].add(_STUB + key)
    return graph


def _reaching(graph: Graph, key: str) -> set[str]:
    """Answers what an entry needs, at any depth, that needs it."""
    below = reachable(graph, key)
    return {node for node in below if key in reachable(graph, node)} - {key}


def _needs(scope: Scope, key: str) -> Iterator[str]:
    """Answers what an entry needs, without what only its dropping does."""
    entry = scope.whole.entries[key]
    skipped = () if _comes_with_original(scope, entry) else scope.whole.originals.get(key, ())
    yield from (need for need in scope.whole.needs[key] if need not in skipped)


def _comes_with_original(scope: Scope, entry: Entry) -> bool:
    """Answers whether what an entry is a copy of brings it along."""
    if entry.kind == "trigger" or is_clone(entry):
        return True
    if entry.kind not in {"column", "constraint"} or entry.get("copy_of"):
        return False
    is_of_partition = bool(scope.parent(entry).get("partition_of"))
    is_bare = entry.parent not in scope.keys
    return is_bare if is_of_partition else bool(entry.get("inherited"))


def _turned(scope: Scope) -> Iterator[tuple[str, str]]:
    """Answers pairs of keys, the first of which comes later, beyond what entries need."""
    for key in scope.keys:
        entry = scope.whole.entries[key]
        if entry.kind == "partition":
            yield from _attaching(scope, entry)
        for parent in entry.get("inherits") or ():
            yield from ((part, key) for part in _parts(scope, f"table {parent}"))
        if entry.get("type") == "foreign key":
            yield from ((key, piece) for piece in _attachments(scope, scope.whole.needs[key]))
        if entry.kind in {"column", "constraint"} and not _comes_with_original(scope, entry):
            yield from ((one, key) for one in _joining(scope, entry))


def _joining(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers what takes an entry in when it is made, and so must find it."""
    is_foreign_key = entry.get("type") == "foreign key"
    for original in scope.whole.originals.get(entry.key, ()):
        tables = {entry.parent, scope.whole.entries[original].parent}
        if original in scope.keys and (is_foreign_key or not tables & scope.keys):
            yield original


def _attaching(scope: Scope, entry: Entry) -> Iterator[tuple[str, str]]:
    """Answers what comes after a table is made a partition, or before it.

    What its new table has is made afterwards, whole, and the partition's own attached to it; what
    a table has that was there before finds its like in a partition that is finished.
    """
    parent = f"table {entry.get('partition_of')}"
    yield from ((part, entry.key) for part in _parts(scope, parent))
    if parent not in scope.keys:
        parts = list(_parts(scope, entry.parent))
        indexes = [one for part in parts for one in (part, *scope.whole.children.get(part, ()))]
        attached = scope.whole.attached(indexes)
        yield from ((entry.key, part) for part in (*parts, *_attachments(scope, attached)))


def _attachments(scope: Scope, keys: Iterable[str]) -> Iterator[str]:
    """Answers what makes indexes of partitioned tables whole, partition by partition."""
    for key in keys:
        piece = key.replace("index ", "attachment ", 1)
        if piece in scope.keys:
            yield piece


def _parts(scope: Scope, key: str) -> Iterator[str]:
    """Answers what goes with a table and is made by statements of its own."""
    for child in scope.children(key, "constraint", "index", "trigger"):
        is_late = child.kind != "constraint" or not is_written_inline(scope, child)
        is_own = not is_clone(child) and not (child.kind == "trigger" and child.get("copy_of"))
        if child.key in scope.keys and is_late and is_own:
            yield child.key


def _soft(scope: Scope, hosts: dict[str, str]) -> Graph:
    """Answers what bodies of functions seem to name, as far as it is being made."""
    soft = {}
    for key in scope.keys:
        named = {hosts[one] for one in scope.whole.soft.get(key, ()) if one in hosts}
        if named - {key}:
            soft[hosts[key]] = named - {key}
    return soft


def _members(scope: Scope, hosts: dict[str, str]) -> dict[str, list[str]]:
    """Answers what else each node makes, in the order in which it stands there."""
    members: dict[str, list[str]] = defaultdict(list)

    def walk(key: str, node: str) -> None:
        for child in scope.whole.children.get(key, ()):
            if hosts.get(child) == node:
                members[node].append(child)
            walk(child, node)

    for node in set(hosts.values()):
        walk(node, node)
    for key, node in hosts.items():
        if key != node and key not in members[node]:
            members[node].append(key)
    return members


def _statements(scope: Scope, node: str, members: dict[str, list[str]]) -> Iterator[str]:
    if node.startswith(_STUB):
        key = node.removeprefix(_STUB)
        entry = scope.whole.entries[key]
        yield from STUBS[entry.kind](scope, entry)
        return
    if node in scope.given:
        yield from scope.given[node]
        return
    entry = scope.whole.entries[node]
    yield from KINDS[entry.kind].make(scope, entry)
    yield from finish(scope, entry)
    for key in members.get(node, ()):
        member = scope.whole.entries[key]
        if member.kind == "ownership":
            yield from KINDS[member.kind].make(scope, member)
        yield from finish(scope, member)


def finish(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that an entry wants when it is there: its state, owner, grants."""
    yield from KINDS[entry.kind].state(scope, entry)
    if not scope.whole.is_piece(entry):
        yield from decor(scope, entry)


def _afterwards(scope: Scope, node: str) -> Iterator[str]:
    entry = scope.whole.entries.get(node)
    if entry is not None and entry.kind == "materialized view":
        yield from emptied(scope, entry)


def _rank(scope: Scope, node: str) -> tuple[int, str]:
    entry = scope.whole.entries[node.removeprefix(_STUB)]
    return RANKS[entry.kind], node
