"""What no statement makes again, said as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.foreign import hidden
from refdb.ddl.relations import empty_below
from refdb.findings import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope


def found_gaps(scope: Scope) -> Iterator[Finding]:
    """Answers the findings of a scope, by key.

    Args:
        scope: what is to be made.
    """
    for key in sorted(scope.keys):
        entry = scope.whole.entries[key]
        if not scope.whole.is_piece(entry):
            yield from _of(scope, entry)


def _of(scope: Scope, entry: Entry) -> Iterator[Finding]:
    names = hidden(entry)
    if names:
        yield _gap("secret", entry, f"the snapshot does not have its {', '.join(names)}")
    match entry.kind:
        case "subscription":
            yield _gap("secret", entry, "the snapshot does not have how it connects")
        case "index" if _is_broken(entry):
            yield _gap(
                "broken-index", entry, "was left invalid by a build that failed; this is not"
            )
        case "materialized view" if empty := empty_below(scope, entry):
            yield _gap(
                "empty-below", entry, f"stays empty, as {', '.join(empty)} is, which it reads"
            )
        case "column" if _comes_last(scope, entry):
            yield _gap("column-order", entry, "comes last in its table", Level.NOTE)
        case "table" if indexes := _completed(scope, entry):
            yield _gap("broken-index", entry, f"gets an index for {', '.join(indexes)} too")


def _gap(rule: str, entry: Entry, said: str, level: Level = Level.WARNING) -> Finding:
    return Finding(f"ddl/{rule}", entry.key, f"{entry}: {said}", level)


def _is_broken(entry: Entry) -> bool:
    is_partitioned = " ON ONLY " in (entry.get("definition") or "")
    return bool(entry.get("invalid") or entry.get("not_ready")) and not is_partitioned


def _comes_last(scope: Scope, entry: Entry) -> bool:
    held = scope.parent(entry)
    if held.key in scope.keys or held.kind not in {"table", "foreign table"}:
        return False
    later = held.attributes["columns"]
    later = later[later.index(entry.name) + 1 :]
    return any(f"column {held.identity}.{name}" not in scope.keys for name in later)


def _completed(scope: Scope, entry: Entry) -> list[str]:
    """Answers a partitioned table's indexes that a partition lacks, and gets when it joins it."""
    parent = f"table {entry.get('partition_of')}"
    if not entry.get("partition_of") or parent in scope.keys:
        return []
    own = {
        one.get("attached_to") for one in scope.whole.entries.values()
        if one.kind == "index" and scope.whole.table_of(one).key == entry.key
    }  # fmt: skip
    indexes = [one.identity for one in scope.children(parent, "index")]
    return [identity for identity in indexes if identity not in own]
