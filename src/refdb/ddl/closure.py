"""What has to go with entries that go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.catalog import Entry
    from refdb.ddl.whole import Whole

_VIEWS = ("view", "materialized view")


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
    return min(whole.originals.get(entry.key, ()), default=None)


def _is_bound(held: Entry, column: Entry) -> bool:
    """Answers whether a column cannot go alone: a view's, or what partitions are by."""
    is_key = _names(held.get("partition_by") or "", column.name)
    return held.kind in _VIEWS or bool(held.get("of_type")) or is_key


def with_children(whole: Whole, keys: Iterable[str]) -> frozenset[str]:
    """Answers keys and those of what goes with them; a schema's are not.

    Args:
        whole: the snapshot with its pieces.
        keys: the entries' keys.
    """
    found, todo = set[str](), list(keys)
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            if not key.startswith("schema "):
                todo += whole.children.get(key, ())
    return frozenset(found)
