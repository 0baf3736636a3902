"""Compares two snapshots."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from refdb.diff.change import Action, Change, Level
from refdb.diff.cosmetic import is_cosmetic, is_same_tree
from refdb.diff.fold import carriers, heads
from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from refdb.catalog import Entry, Snapshot, Value

# Attributes whose items change one by one, also from none and to none.
_BY_ITEM = frozenset(
    ["grants", "options", "toast_options", "settings", "mappings", "tables", "column_statistics"]
)
# An attribute whose change brings, changes or takes parts: of a view its columns, of an identity
# column its sequence.
_BRINGING = frozenset(["definition", "identity"])


def diff(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Answers what changed, sorted by key, attribute and item.

    What comes or goes with something else, such as a table's columns and indexes, is among that
    one's children.

    Args:
        before: a snapshot.
        after: another one, of the same major version of Postgres.

    Raises:
        BadRequestError: the versions differ: Postgres writes definitions differently in each.
    """
    if before.postgres != after.postgres:
        raise BadRequestError(
            f"a snapshot of PostgreSQL {before.postgres} cannot be compared with one of "
            f"PostgreSQL {after.postgres}",
            hint="Make both on servers of one major version.",
        )
    old, new = before.entries, after.entries
    changed = [
        change
        for key, entry in old.items()
        if (other := new.get(key)) is not None and entry.attributes != other.attributes
        for change in _changed(entry, other)
    ]
    whole = [*_whole(Action.REMOVED, old, new), *_whole(Action.ADDED, new, old)]
    return tuple(sorted(_brought(changed, whole, old, new), key=_order))


def _order(change: Change) -> tuple[str, str, str]:
    return change.key, change.attribute, change.item


def _whole(
    action: Action, entries: Mapping[str, Entry], others: Mapping[str, Entry]
) -> list[Change]:
    """Answers the entries that only one side has, each with its parts."""
    gone = entries.keys() - others.keys()
    changes = {key: _came_or_went(action, entries[key]) for key in gone}
    parts: dict[str, list[Change]] = {}
    for key, head in heads(gone, entries).items():
        parts.setdefault(head, []).extend([changes[key]] if head != key else [])
    return [_with(changes[head], children) for head, children in parts.items()]


def _came_or_went(action: Action, entry: Entry) -> Change:
    attributes = dict(entry.attributes)
    if action is Action.REMOVED:
        return Change(entry.key, action, before=attributes)
    return Change(entry.key, action, after=attributes)


def _brought(
    changed: list[Change],
    whole: list[Change],
    old: Mapping[str, Entry],
    new: Mapping[str, Entry],
) -> list[Change]:
    """Answers all changes, those that another one brings among its children."""
    bringing = {
        change.key: change
        for change in changed
        if change.attribute in _BRINGING and change.level is Level.REAL
    }
    parts: dict[str, list[Change]] = {}
    apart: list[Change] = []
    for change in [*whole, *(one for one in changed if one.key not in bringing)]:
        entry = old.get(change.key) or new[change.key]
        above = next((one for one in carriers(entry, old) if one in bringing), None)
        is_brought = above is not None and _goes_with(change, entry)
        (parts.setdefault(above or "", []) if is_brought else apart).append(change)
    rest = [one for one in changed if one.key in bringing and one is not bringing[one.key]]
    return [*apart, *rest, *(_with(one, parts.get(key, [])) for key, one in bringing.items())]


def _goes_with(change: Change, entry: Entry) -> bool:
    """Whether a change follows from that of what it is part of, or a copy of."""
    if entry.get("copy_of") or entry.get("attached_to"):
        return True
    if change.action is Action.CHANGED:
        return entry.kind == "column" and change.attribute in ("type", "collation")
    return entry.kind in ("column", "sequence")


def _with(change: Change, children: Iterable[Change]) -> Change:
    return replace(change, children=(*change.children, *sorted(children, key=_order)))


def _changed(before: Entry, after: Entry) -> Iterator[Change]:
    """Answers one change for each attribute, or item of one, that differs."""
    for name in sorted({*before.attributes, *after.attributes}):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if name == "columns":
            yield from _reordered(before, old or [], new or [])
        elif name in _BY_ITEM or (isinstance(old, dict) and isinstance(new, dict)):
            yield from _by_item(before.key, name, old or {}, new or {})
        else:
            level = _level(before, after, name)
            yield Change(before.key, Action.CHANGED, name, "", old, new, level)


def _by_item(
    key: str, name: str, old: Mapping[str, Value], new: Mapping[str, Value]
) -> Iterator[Change]:
    for item in sorted({*old, *new}):
        if old.get(item) != new.get(item):
            yield Change(key, Action.CHANGED, name, item, old.get(item), new.get(item))


def _reordered(entry: Entry, old: list[str], new: list[str]) -> Iterator[Change]:
    """Answers a change of order; a column that came or went is a change of its own."""
    if [name for name in old if name in new] != [name for name in new if name in old]:
        level = Level.PHYSICAL if entry.kind.endswith("table") else Level.REAL
        yield Change(entry.key, Action.CHANGED, "columns", "", old, new, level)


def _level(before: Entry, after: Entry, name: str) -> Level:
    old, new = before.get(name), after.get(name)
    if isinstance(old, str) and isinstance(new, str) and is_same_tree(before.kind, name, old, new):
        return Level.COSMETIC
    if name == "body" and before.get("language") == after.get("language"):
        texts: tuple[Any, Any] = before.get(name), after.get(name)
        if all(texts) and is_cosmetic(*texts, before.get("language")):
            return Level.COSMETIC
    return Level.REAL
