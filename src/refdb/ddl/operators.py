"""Operators with their families and classes, casts, transforms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.text import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_PARTS = (
    ("function", "function"),
    ("left", "leftarg"),
    ("right", "rightarg"),
    ("restrict", "restrict"),
    ("join", "join"),
)
_OTHERS = (("commutator", "commutator"), ("negator", "negator"))


def operator(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes an operator; its commutator may come later."""
    parts = [f"{word} = {entry.get(name)}" for name, word in _PARTS if entry.get(name)]
    for name, word in _OTHERS:
        if other := entry.get(name):
            parts.append(f"{word} = operator({other.partition('(')[0]})")
    parts += [word for word in ("hashes", "merges") if entry.get(word)]
    yield f"create operator {entry.schema}.{entry.name} {listed(parts)};"


def operator_dropped(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that drop an operator, and what was only named as its other one."""
    for name in sorted({other for other in _named(entry) if _is_shell(scope, other)}):
        users = [one.key for one in scope.snapshot.of_kind("operator") if name in _named(one)]
        if scope.keys.issuperset(users) and entry.key == min(users):
            yield f"drop operator {name};"
    yield f"drop {entry.key};"


def _named(entry: Entry) -> set[str]:
    return {entry.attributes[word] for word, _ in _OTHERS if entry.get(word)}


def _is_shell(scope: Scope, name: str) -> bool:
    is_own = "." in name.partition("(")[0]
    return is_own and scope.entry(f"operator {name.replace(',', ', ')}") is None


def family(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that make an operator family with what is in none of its classes."""
    yield f"create {entry.key};"
    if members := _members(entry):
        yield f"alter {entry.key}\n    add " + ",\n    ".join(members) + ";"


def class_(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes an operator class."""
    method = entry.identity.rpartition(" using ")[2]
    default = "default " if entry.get("default") else ""
    storage = [f"storage {entry.get('storage')}"] if entry.get("storage") else []
    members = [*_members(entry), *storage] or [f"storage {entry.get('type')}"]
    lines = [
        f"create operator class {entry.schema}.{entry.name}",
        f"{default}for type {entry.get('type')}",
        f"using {method}",
        f"family {entry.get('family')} as",
        "    " + ",\n    ".join(members),
    ]
    yield "\n".join(lines) + ";"


def _members(entry: Entry) -> list[str]:
    operators = [f"operator {text}" for text in entry.get("operators") or ()]
    return operators + [f"function {text}" for text in entry.get("functions") or ()]


def cast(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a cast."""
    context = {"implicit": " as implicit", "assignment": " as assignment"}
    method = entry.attributes["method"]
    how = method if method == "without function" else f"with {method}"
    yield f"create {entry.key}\n    {how}{context.get(entry.attributes['context'], '')};"


def transform(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a transform."""
    parts = [("from sql", entry.get("from_sql")), ("to sql", entry.get("to_sql"))]
    given = [f"{word} with function {name}" for word, name in parts if name]
    yield f"create {entry.key} {listed(given)};"
