"""Text search: parsers, templates, dictionaries, configurations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.text import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_PARSER = ("start", "gettoken", "end", "lextypes", "headline")
_TEMPLATE = ("init", "lexize")


def parser(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a text search parser."""
    yield f"create {entry.key} {listed(_parts(entry, _PARSER))};"


def template(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a text search template."""
    yield f"create {entry.key} {listed(_parts(entry, _TEMPLATE))};"


def _parts(entry: Entry, names: tuple[str, ...]) -> list[str]:
    return [f"{name} = {entry.get(name)}" for name in names if entry.get(name)]


def dictionary(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a text search dictionary."""
    initial = [entry.attributes["initial"]] if entry.get("initial") else []
    parts = [f"template = {entry.get('template')}", *initial]
    yield f"create {entry.key} {listed(parts)};"


def configuration(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that make a text search configuration with its mappings."""
    yield f"create {entry.key} (parser = {entry.get('parser')});"
    for alias, dictionaries in (entry.get("mappings") or {}).items():
        yield (f"alter {entry.key}\n    add mapping for {alias} with {', '.join(dictionaries)};")
