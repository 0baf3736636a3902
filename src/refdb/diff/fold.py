"""Which entries come or go with another one, so that a dropped table is one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from refdb.catalog import Entry


def heads(gone: Collection[str], entries: Mapping[str, Entry]) -> dict[str, str]:
    """Answers, for each of some entries that came or went together, the one to speak of.

    Args:
        gone: the keys of all that came, or of all that went.
        entries: the entries of the snapshot that has them.
    """
    return {key: _head(key, gone, entries) for key in gone}


def _head(key: str, gone: Collection[str], entries: Mapping[str, Entry]) -> str:
    seen = {key}
    while True:
        above = (one for one in carriers(entries[key], entries) if one in gone and one not in seen)
        if (next_one := next(above, None)) is None:
            return key
        key = next_one
        seen.add(key)


def carriers(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[str]:
    """Answers the keys of the entries that an entry comes and goes with, the nearest first.

    Args:
        entry: a part, or a partition's or child table's copy of one.
        entries: the entries of its snapshot.
    """
    if entry.parent:
        yield entry.parent
    if of := entry.get("copy_of"):
        yield f"{entry.kind} {of}"
    if of := entry.get("attached_to"):
        yield f"index {of}"
    if of := entry.get("partition_of"):
        yield f"table {of}"
    if entry.kind in ("column", "constraint") and (table := entries.get(entry.parent)):
        above = [table.get("partition_of"), *(table.get("inherits") or ())]
        yield from (f"{entry.kind} {of}.{entry.name}" for of in above if of)
