"""Types and domains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.ddl.tables import constraint_text, is_written_inline
from refdb.ddl.text import ident, listed, literal, lowered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_ALIGNMENTS = {"c": "char", "s": "int2", "i": "int4", "d": "double"}
_STORAGES = {"p": "plain", "e": "external", "m": "main", "x": "extended"}
_BASE = (
    ("input", "input"),
    ("output", "output"),
    ("receive", "receive"),
    ("send", "send"),
    ("typmod_in", "typmod_in"),
    ("typmod_out", "typmod_out"),
    ("analyze", "analyze"),
    ("subscript", "subscript"),
    ("element", "element"),
)
_RANGE = (
    ("subtype", "subtype"),
    ("subtype_opclass", "subtype_opclass"),
    ("subtype_collation", "collation"),
    ("canonical", "canonical"),
    ("subtype_diff", "subtype_diff"),
    ("multirange", "multirange_type_name"),
)


def type_(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes an enum, a composite type, a range or a base type."""
    match entry.get("form"):
        case "enum":
            labels = [literal(label) for label in entry.get("labels") or ()]
            yield f"create type {entry.identity} as enum {listed(labels) if labels else '()'};"
        case "composite":
            parts = [
                _attribute(one)
                for one in scope.children(entry.key, "attribute")
                if scope.is_inline(one.key)
            ]
            yield f"create type {entry.identity} as {listed(parts) if parts else '()'};"
        case "range":
            given = [f"{word} = {entry.get(name)}" for name, word in _RANGE if entry.get(name)]
            yield f"create type {entry.identity} as range {listed(given)};"
        case "base":
            yield f"create type {entry.identity} {listed(_base(entry.attributes['base']))};"
        case _:
            yield from shell(scope, entry)


def shell(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a type of which nothing is known but its name."""
    yield f"create type {entry.identity};"


def _base(base: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{word} = {base[name]}" for name, word in _BASE if name in base)
    yield f"internallength = {'variable' if base['length'] < 0 else base['length']}"
    if base["passed_by_value"]:
        yield "passedbyvalue"
    yield f"alignment = {_ALIGNMENTS[base['alignment']]}"
    yield f"storage = {_STORAGES[base['storage']]}"
    yield f"category = {literal(base['category'])}"
    if base["preferred"]:
        yield "preferred = true"
    if "default" in base:
        yield f"default = {literal(base['default'])}"
    yield f"delimiter = {literal(base['delimiter'])}"
    if base["collatable"]:
        yield "collatable = true"


def _attribute(entry: Entry) -> str:
    collation = f" collate {entry.get('collation')}" if entry.get("collation") else ""
    return f"{entry.name} {entry.get('type')}{collation}"


def attribute(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that adds an attribute to a composite type."""
    yield f"alter type {scope.parent(entry).identity} add attribute {_attribute(entry)};"


def attribute_dropped(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that drops an attribute of a composite type."""
    yield f"alter type {scope.parent(entry).identity} drop attribute {entry.name};"


def domain(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a domain with its default and checks."""
    lines = [f"create domain {entry.identity} as {entry.get('type')}"]
    if entry.get("collation"):
        lines.append(f"collate {entry.get('collation')}")
    if entry.get("default") and scope.is_inline(f"default {entry.identity}"):
        lines.append(f"default {lowered(entry.attributes['default'])}")
    if entry.get("not_null"):
        name = entry.get("not_null_name")
        lines.append(f"constraint {ident(name)} not null" if name else "not null")
    checks = [one for one in scope.children(entry.key) if one.kind == "constraint"]
    inline = [one for one in checks if is_written_inline(scope, one)]
    lines += [f"constraint {one.name} {constraint_text(one)}" for one in inline]
    yield "\n    ".join(lines) + ";"
