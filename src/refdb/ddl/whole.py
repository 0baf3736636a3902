"""A snapshot with its pieces: parts of entries that have statements of their own.

A piece is an entry whose key no snapshot has:

| kind | is |
|---|---|
| `default` | a column's or domain's default |
| `ownership` | that a sequence goes with a column |
| `partition` | that a table is a partition of another one |
| `attachment` | that a partition's index is part of the table's |
| `publication table` | that a publication has a table |

Without them, what needs a function for a default's sake would be the column, and the data in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from refdb.catalog import Entry
from refdb.ddl.needs import further_needs, originals, soft_needs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from refdb.catalog import Snapshot

_RELATIONS = ("table", "foreign table", "view", "materialized view")
#: What a column cannot do without because of itself; anything else is its default's affair.
_TYPES = ("type", "domain", "collation", "table", "view", "materialized view", "foreign table")


@dataclass(frozen=True)
class Whole:
    """A snapshot with its pieces.

    Attributes:
        snapshot: what it is made from.
        entries: entries and pieces by key.
    """

    snapshot: Snapshot
    entries: Mapping[str, Entry]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Whole:
        """Answers a snapshot with its pieces."""
        pieces = {piece.key: piece for entry in snapshot for piece in _pieces(entry)}
        return cls(snapshot, {**snapshot.entries, **pieces})

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Answers, by key, what goes with an entry; columns in their order."""
        found: dict[str, list[str]] = {}
        for key, entry in self.entries.items():
            if entry.parent:
                found.setdefault(entry.parent, []).append(key)
        return {parent: tuple(self._in_order(parent, keys)) for parent, keys in found.items()}

    @cached_property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """Answers, by key, what must be there before, parents and schemas too."""
        found = {key: set[str]() for key in self.entries}
        for key, needs in self.snapshot.depends.items():
            for need in needs:
                if need in self.entries:
                    found[self._who(key, need)].add(need)
        for key, entry in self.entries.items():
            found[key].update(need for need in self._further(entry) if need in self.entries)
            if entry.get("type") == "foreign key":
                found[key].update(self.attached(found[key]))
            found[key].discard(key)
        return {key: frozenset(needs) for key, needs in found.items()}

    @cached_property
    def originals(self) -> Mapping[str, frozenset[str]]:
        """Answers, by key, what a partition's or heir's part is a copy of."""
        found = {key: frozenset(originals(self.snapshot, one)) for key, one in self.entries.items()}
        return {key: keys & self.entries.keys() for key, keys in found.items() if keys}

    @cached_property
    def soft(self) -> Mapping[str, frozenset[str]]:
        """Answers, for functions with a body of text, what it seems to name."""
        return soft_needs(self.entries)

    @cached_property
    def dependents(self) -> Mapping[str, tuple[str, ...]]:
        """Answers `needs` the other way round."""
        found: dict[str, list[str]] = {}
        for key, needs in self.needs.items():
            for need in needs:
                found.setdefault(need, []).append(key)
        return {key: tuple(sorted(keys)) for key, keys in found.items()}

    @cached_property
    def default_privileges(self) -> tuple[tuple[str, Entry], ...]:
        """Answers the default privileges with their keys."""
        return tuple((one.key, one) for one in self.snapshot.of_kind("default privileges"))

    def is_piece(self, entry: Entry) -> bool:
        """Answers whether something is a piece and no entry."""
        return entry.key not in self.snapshot.entries

    def table_of(self, entry: Entry) -> Entry:
        """Answers the relation, domain or type that an entry is within, at any depth."""
        while entry.parent:
            entry = self.entries[entry.parent]
        return entry

    def attached(self, keys: Iterable[str]) -> set[str]:
        """Answers the partitions' indexes that are part of indexes, at any depth."""
        found = {one for key in keys for one in self._parts_of_indexes.get(key, ())}
        return found | self.attached(found) if found else found

    @cached_property
    def _parts_of_indexes(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self.snapshot.of_kind("index"):
            if one.get("attached_to"):
                found.setdefault(f"index {one.get('attached_to')}", []).append(one.key)
        return found

    def _in_order(self, parent: str, keys: list[str]) -> list[str]:
        order = {
            name: place for place, name in enumerate(self.entries[parent].get("columns") or ())
        }
        return sorted(keys, key=lambda key: (self._place(key, order), key))

    def _place(self, key: str, order: Mapping[str, int]) -> int:
        entry = self.entries[key]
        if entry.kind in {"column", "attribute"}:
            return order.get(entry.name, 0)
        return len(order) + _PLACES.get(entry.get("type") or "", 4)

    def _who(self, key: str, need: str) -> str:
        """Answers who needs it: the entry, or its default, or one table of a publication."""
        entry, needed = self.entries[key], self.entries[need]
        if entry.kind == "publication":
            table = self.table_of(needed)
            piece = f"publication table {entry.name}.{table.identity}"
            return piece if piece in self.entries else key
        default = f"default {entry.identity}"
        if default not in self.entries or (needed.kind in _TYPES and _is_of(entry, needed)):
            return key
        return default

    def _further(self, entry: Entry) -> Iterator[str]:
        if entry.parent and not entry.get("owned_by"):
            yield entry.parent
        elif entry.schema and not entry.parent:
            yield f"schema {entry.schema}"
        yield from further_needs(self.snapshot, entry)


_PLACES = {"primary key": 0, "unique": 1, "check": 2, "foreign key": 3}


def _is_of(entry: Entry, needed: Entry) -> bool:
    """Answers whether a column's or domain's type or collation is what it needs."""
    said = (str(entry.get("type")), str(entry.get("collation")))
    return any(_is_named(text, needed.identity) for text in said)


def _is_named(text: str, identity: str) -> bool:
    return text == identity or text.startswith((f"{identity}[", f"{identity}("))


def _pieces(entry: Entry) -> Iterator[Entry]:
    if entry.get("default") and entry.kind in {"column", "domain"}:
        yield _piece("default", entry)
    if entry.get("owned_by"):
        yield _piece("ownership", entry)
    if entry.get("partition_of"):
        yield _piece("partition", entry)
    if entry.get("attached_to"):
        yield _piece("attachment", entry)
    if entry.kind == "publication":
        for table, shown in (entry.get("tables") or {}).items():
            yield Entry(
                "publication table",
                f"{entry.name}.{table}",
                "",
                table,
                entry.key,
                {"shown": shown},
            )


def _piece(kind: str, entry: Entry) -> Entry:
    return Entry(kind, entry.identity, entry.schema, entry.name, entry.key, entry.attributes)


class _Held:
    """A snapshot as what it is, not as what it says: nothing is compared."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def __hash__(self) -> int:
        return id(self.snapshot)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.snapshot is self.snapshot


@lru_cache(maxsize=4)
def _of(held: _Held) -> Whole:
    return Whole.of(held.snapshot)


def whole_of(snapshot: Snapshot) -> Whole:
    """Answers a snapshot with its pieces, made once for the last few snapshots."""
    return _of(_Held(snapshot))
