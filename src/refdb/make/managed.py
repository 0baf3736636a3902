"""Which entries of a snapshot have object files, and what stands in their way. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.catalog import Entry, Snapshot

#: Kinds of entries that are edited in object files.
KINDS = frozenset(
    ("function", "procedure", "view", "materialized view", "trigger", "cron job"),
)


def managed(snapshot: Snapshot) -> frozenset[str]:
    """Answers the keys of the entries that object files define, or would have to."""
    return frozenset(one.key for one in snapshot if is_managed(one))


def is_managed(entry: Entry) -> bool:
    """Answers whether an entry is edited in an object file.

    A partition's copy of a trigger comes with the trigger of the table above it.
    """
    return entry.kind in KINDS and entry.get("copy_of") is None


def holder(snapshot: Snapshot, key: str) -> str:
    """Answers the key of what an entry goes with: itself, where it has a file; else its table."""
    entry = snapshot.entries[key]
    while entry.parent and not is_managed(entry):
        entry = snapshot.entries[entry.parent]
    return entry.key


def dependents(snapshot: Snapshot, keys: Iterable[str]) -> dict[str, str]:
    """Answers what cannot be without some entries, at any depth.

    Args:
        snapshot: what is there.
        keys: the entries.

    Returns:
        By the holder of each dependent the key of the dependent itself; not the entries given.
    """
    given = set(keys)
    found: dict[str, str] = {}
    waiting = list(given)
    while waiting:
        for dependent in _direct(snapshot, waiting.pop()):
            top = holder(snapshot, dependent)
            if top not in given and top not in found:
                found[top] = dependent
                waiting.append(top if is_managed(snapshot.entries[top]) else dependent)
    return found


def _direct(snapshot: Snapshot, key: str) -> Iterator[str]:
    """What needs an entry or one of its parts."""
    parts = [key]
    while parts:
        part = parts.pop()
        yield from snapshot.dependents.get(part, ())
        for child in snapshot.children.get(part, ()):
            if is_managed(snapshot.entries[child]):
                yield child
            else:
                parts.append(child)


def pinned(snapshot: Snapshot) -> frozenset[str]:
    """Answers the entries with a file that something without one needs, at any depth.

    A function in a column's default cannot be dropped before the default is.
    """
    return frozenset(
        key
        for key in managed(snapshot)
        if any(not is_managed(snapshot.entries[top]) for top in dependents(snapshot, [key]))
    )
