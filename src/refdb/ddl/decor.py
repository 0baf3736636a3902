"""What every kind can have: an owner, a comment, grants, an extension that it goes with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.grants import grants
from refdb.ddl.text import ident, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_OF_TABLE = ("trigger", "policy", "rule", "constraint")
#: Kinds whose identity begins with the word that stands behind their kind.
_UNOWNED = ("cron job",)


def named(scope: Scope, entry: Entry) -> str:
    """Answers an entry as statements call it: `function public.f(text)`, `trigger t on public.x`.

    Args:
        scope: where its parent is looked up.
        entry: anything but a piece.
    """
    if entry.kind in _OF_TABLE:
        held = scope.parent(entry)
        domain = "domain " if held.kind == "domain" else ""
        return f"{entry.kind} {entry.name} on {domain}{held.identity}"
    if entry.kind == "attribute":
        return f"column {entry.identity}"
    if entry.kind == "aggregate":
        return f"aggregate {aggregate_name(entry)}"
    return entry.key


def aggregate_name(entry: Entry) -> str:
    """Answers an aggregate with its arguments as statements want them."""
    if entry.get("form") is None:
        return entry.identity
    return f"{entry.schema}.{entry.name}({entry.attributes['arguments'].lower()})"


def owner(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that gives an entry to its owner, unless who runs it is that."""
    role = entry.get("owner")
    if role and role != scope.role and entry.kind not in _UNOWNED:
        yield f"alter {named(scope, entry)} owner to {role};"


def comment(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that comment on an entry."""
    if text := entry.get("comment"):
        yield commented(named(scope, entry), text)
    if text := entry.get("not_null_comment"):
        held = scope.parent(entry).identity
        yield commented(f"constraint {not_null_name(scope, entry)} on {held}", text)


def not_null_name(scope: Scope, column: Entry) -> str:
    """Answers what a column's not-null constraint is called, or would be if it were called."""
    if column.get("not_null_name"):
        return str(column.get("not_null_name"))
    table = scope.parent(column).name.strip('"')
    return ident(f"{table[:26]}_{column.name.strip(chr(34))[:26]}_not_null")


def commented(what: str, text: str | None) -> str:
    """Answers the statement that comments.

    Args:
        what: the object, such as `table public.t`.
        text: the comment, None to take it away.
    """
    said = "null" if text is None else literal(text)
    line = f"comment on {what} is {said};"
    return line if len(line) <= 100 else f"comment on {what} is\n    {said};"  # noqa: PLR2004 - SQL's columns


def extensions(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that bind an entry to extensions."""
    for extension in entry.get("depends_on_extensions") or ():
        yield f"alter {named(scope, entry)} depends on extension {extension};"


def decor(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that give an entry what every kind can have."""
    yield from owner(scope, entry)
    yield from extensions(scope, entry)
    yield from comment(scope, entry)
    yield from grants(scope, entry)
