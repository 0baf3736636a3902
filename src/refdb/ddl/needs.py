"""What entries need beyond what the catalog's dependencies say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from refdb.ddl.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refdb.catalog import Entry, Snapshot

_TABLES = ("table", "foreign table")
#: What a function's body can name.
_NAMED = frozenset(
    ("table", "foreign table", "view", "materialized view", "sequence", "function", "procedure",
     "aggregate", "type", "domain")
)  # fmt: skip
_OPERATOR = re.compile(r"\d+ (?P<name>.+?)\((?P<types>.*?)\)(?: for order by (?P<sort>.*))?")
_SUPPORT = re.compile(r"\d+ \(.*?\) (?P<function>.*)")


def further_needs(snapshot: Snapshot, entry: Entry) -> Iterator[str]:
    """Answers the keys that an entry needs; some may name nothing.

    Args:
        snapshot: where the entry is from.
        entry: an entry or a piece.
    """
    match entry.kind:
        case "table" | "foreign table":
            yield from _parents(entry)
            yield f"server {entry.get('server')}"
            if entry.get("of_type"):
                names = entry.get("columns") or ()
                yield from (f"attribute {entry.get('of_type')}.{name}" for name in names)
            yield f"access method {entry.get('access_method')}"
        case "column" | "constraint" | "trigger" | "index":
            yield from originals(snapshot, entry)
        case "partition":
            yield from _parents(entry)
        case "attachment":
            yield f"index {entry.get('attached_to')}"
        case "ownership":
            yield f"column {entry.get('owned_by')}"
        case "publication table":
            yield from (f"{kind} {entry.name}" for kind in _TABLES)
        case _:
            yield from _others(entry)


def _others(entry: Entry) -> Iterator[str]:
    match entry.kind:
        case "function" | "procedure":
            yield f"language {entry.get('language')}"
        case "extension":
            yield f"schema {entry.get('schema')}"
        case "publication":
            yield from (f"schema {name}" for name in entry.get("schemas") or ())
        case "server":
            yield f"foreign data wrapper {entry.get('wrapper')}"
        case "operator class" | "operator family":
            yield from _members(entry)
        case "text search dictionary":
            yield f"text search template {entry.get('template')}"
        case "text search configuration":
            yield f"text search parser {entry.get('parser')}"
    for extension in entry.get("depends_on_extensions") or ():
        yield f"extension {extension}"


def _parents(entry: Entry) -> Iterator[str]:
    names = [*(entry.get("inherits") or ()), entry.get("partition_of")]
    for name in filter(None, names):
        yield from (f"{kind} {name}" for kind in _TABLES)


def originals(snapshot: Snapshot, entry: Entry) -> Iterator[str]:
    """Answers what an entry is a partition's or heir's copy of, and so cannot be dropped without.

    Args:
        snapshot: where the entry is from.
        entry: an entry or a piece; most have none.
    """
    if entry.get("copy_of"):
        yield f"{entry.kind} {entry.get('copy_of')}"
    elif entry.get("attached_to") and entry.kind == "index":
        yield f"index {entry.get('attached_to')}"
    elif entry.kind == "column" or entry.get("type") == "check":
        held = snapshot.entries.get(entry.parent)
        for parent in _parents(held) if held else ():
            key = f"{entry.kind} {parent.removeprefix('foreign ').partition(' ')[2]}.{entry.name}"
            found = snapshot.entries.get(key)
            if found and not str(found.get("definition")).endswith(" NO INHERIT"):
                yield key


def _members(entry: Entry) -> Iterator[str]:
    """Answers what an operator class or family consists of."""
    method = entry.identity.rpartition(" using ")[2]
    if entry.kind == "operator class":
        yield f"operator family {entry.get('family')} using {method}"
    for text in entry.get("operators") or ():
        if found := _OPERATOR.fullmatch(text):
            types = found["types"].replace(",", ", ")
            yield f"operator {found['name']}({types})"
            if found["sort"]:
                yield f"operator family {found['sort']} using btree"
    for text in entry.get("functions") or ():
        if found := _SUPPORT.fullmatch(text):
            yield f"function {found['function'].replace(',', ', ')}"


def soft_needs(entries: Mapping[str, Entry]) -> dict[str, frozenset[str]]:
    """Answers what functions with a body of text seem to name, by their keys.

    The server looks at such a body when the function is made, but keeps no dependency. What is
    named by accident does no harm: it is only made earlier.
    """
    named: dict[str, list[str]] = {}
    for key, entry in entries.items():
        if entry.kind in _NAMED:
            named.setdefault(entry.name.strip('"'), []).append(key)
    found = {}
    for key, entry in entries.items():
        if entry.kind in {"function", "procedure"} and entry.get("body"):
            seen = words(entry.attributes["body"]) & named.keys()
            found[key] = frozenset(one for name in seen for one in named[name]) - {key}
    return found
