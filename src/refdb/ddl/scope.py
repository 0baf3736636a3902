"""What is being written: which entries, on what ground."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refdb.catalog import Entry, Snapshot
    from refdb.ddl.whole import Whole


@dataclass(frozen=True)
class Scope:
    """What statements are being written for.

    Attributes:
        whole: the snapshot with its pieces.
        keys: what is made or dropped.
        role: who runs the statements, so that what it owns anyway is not given to it; empty for
            anybody.
        apart: what otherwise would be a part of another entry's statement, and here cannot.
        stubs: what is made twice: first empty, for those that it needs and that need it.
        replaced: what is there, and is made what it should be by `create or replace`.
        given: what is there, with the statements that make it what it should be.
        whole_before: what is there, where something is.
    """

    whole: Whole
    keys: frozenset[str]
    role: str = ""
    apart: frozenset[str] = field(default_factory=frozenset)
    stubs: frozenset[str] = field(default_factory=frozenset)
    replaced: frozenset[str] = field(default_factory=frozenset)
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole_before: Whole | None = None

    @property
    def snapshot(self) -> Snapshot:
        """Answers the snapshot."""
        return self.whole.snapshot

    def entry(self, key: str) -> Entry | None:
        """Answers an entry or piece, None where there is none of this key."""
        return self.whole.entries.get(key)

    def parent(self, entry: Entry) -> Entry:
        """Answers what an entry goes with.

        Raises:
            KeyError: it stands by itself.
        """
        return self.whole.entries[entry.parent]

    def children(self, key: str, *kinds: str) -> Iterator[Entry]:
        """Answers what goes with an entry, whether it is being made or not.

        Args:
            key: the entry's.
            kinds: the kinds asked for; none for all.
        """
        for child in self.whole.children.get(key, ()):
            entry = self.whole.entries[child]
            if not kinds or entry.kind in kinds:
                yield entry

    def is_replaced(self, entry: Entry) -> bool:
        """Answers whether something of an entry's name is there already."""
        return entry.key in self.stubs or entry.key in self.replaced

    def is_inline(self, key: str) -> bool:
        """Answers whether an entry is made by its parent's statement."""
        return key in self.keys and key not in self.apart
