"""A database's catalog as values, and as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from refdb.catalog.entry import Entry
from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_FORMAT = 1


@dataclass(frozen=True)
class Snapshot:
    """Everything that a database's schema is.

    Two databases of one schema have equal snapshots, on the same major version of Postgres, in
    whatever order their objects were made.

    Attributes:
        postgres: the server's major version.
        entries: each entry by its key, sorted by key.
        depends: for an entry's key the keys of what it cannot be without, sorted. Its parent and
            its schema are not said again. This is for whoever orders statements, and no part of
            what two snapshots are compared by: it follows from the definitions.
    """

    postgres: int
    entries: Mapping[str, Entry]
    depends: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def __iter__(self) -> Iterator[Entry]:
        """Each entry, sorted by key."""
        return iter(self.entries.values())

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    def of_kind(self, *kinds: str) -> tuple[Entry, ...]:
        """Answers the entries of some kinds, sorted by key."""
        return tuple(entry for entry in self if entry.kind in kinds)

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Answers, by a parent's key, the keys of the entries that go with it, sorted."""
        return _grouped((entry.parent, key) for key, entry in self.entries.items() if entry.parent)

    @cached_property
    def dependents(self) -> Mapping[str, tuple[str, ...]]:
        """Answers `depends` the other way round: by a key, who cannot be without it, sorted."""
        return _grouped((need, key) for key, needs in self.depends.items() for need in needs)

    def to_json(self) -> str:
        """Answers the snapshot as JSON, the same bytes for the same schema.

        An entry is on a line, so that a version control system shows changes of it well.
        """
        entries = (f"{_json(key)}: {_json(_fields(one))}" for key, one in self.entries.items())
        depends = (f"{_json(key)}: {_json(needs)}" for key, needs in self.depends.items())
        parts = (
            f'"format": {_FORMAT}',
            f'"postgres": {self.postgres}',
            '"entries": {\n' + ",\n".join(entries) + "\n}",
            '"depends": {\n' + ",\n".join(depends) + "\n}",
        )
        return "{" + ",\n".join(parts) + "}\n"

    @classmethod
    def from_json(cls, text: str) -> Snapshot:
        """Answers the snapshot that `to_json` wrote.

        Raises:
            BadRequestError: the text is no snapshot, or one of a format that is unknown here.
        """
        try:
            given = json.loads(text)
            if given["format"] != _FORMAT:
                raise BadRequestError(f"a snapshot of format {given['format']} is unknown here")
            entries = {key: Entry(**fields) for key, fields in given["entries"].items()}
            depends = {key: tuple(needs) for key, needs in given["depends"].items()}
            return cls(int(given["postgres"]), entries, depends)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadRequestError("this is no snapshot that refdb wrote") from None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _fields(entry: Entry) -> dict[str, object]:
    given = entry._asdict()
    return {name: value for name, value in given.items() if value}


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(sorted(values)) for key, values in sorted(groups.items())}
