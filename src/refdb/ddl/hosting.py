"""Which entries are made by one statement, or right behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.tables import is_written_inline

if TYPE_CHECKING:
    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_VIEWS = ("view", "materialized view")


def host(scope: Scope, key: str) -> str:
    """Answers the entry whose statements make an entry: itself or one that it goes with."""
    entry = scope.whole.entries[key]
    parent = entry.parent
    if entry.kind == "ownership":
        column = f"column {entry.get('owned_by')}"
        return (
            host(scope, column) if column in scope.keys else parent if parent in scope.keys else key
        )
    if parent not in scope.keys or key in scope.apart or not _is_part(scope, entry):
        return key
    return host(scope, parent)


def _is_part(scope: Scope, entry: Entry) -> bool:
    held = scope.parent(entry)
    match entry.kind:
        case "column" | "attribute" | "publication table":
            return True
        case "default":
            return held.kind == "domain" or scope.parent(held).kind not in _VIEWS
        case "constraint":
            return is_written_inline(scope, entry)
        case "index":
            return held.kind == "constraint"
        case "sequence":
            return bool(entry.get("identity_of"))
        case _:
            return False
