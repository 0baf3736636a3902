"""Puts a snapshot together from what the queries answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from refdb.catalog.entry import Entry
from refdb.catalog.grants import grants
from refdb.catalog.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from refdb.catalog.fetch import Row, Rows

_Address: TypeAlias = tuple[int, int, int]

_LEADING = 8  # columns of an entry before its attributes
_ADDRESS = 3  # columns of further attributes before them
# The one attribute that a kind always has, unless the object is gone while it is written out.
_ALWAYS = {
    "view": "definition",
    "materialized view": "definition",
    "constraint": "definition",
    "rule": "definition",
    "trigger": "definition",
    "statistics": "definition",
    "function": "arguments",
    "procedure": "arguments",
    "aggregate": "arguments",
}
_SECRET = re.compile(r"passw|secret|token|credential|(api|private|access)_?key", re.IGNORECASE)


class VanishedError(Exception):
    """An object was dropped between being listed and being written out."""


class Builder:
    """A snapshot that grows by one query's answer at a time; addresses end with it.

    Args:
        postgres: the server's major version.
    """

    def __init__(self, postgres: int) -> None:
        self._postgres = postgres
        self._entries: dict[str, Entry] = {}
        self._at: dict[_Address, tuple[str, dict[str, Any]]] = {}
        self._same: dict[_Address, _Address] = {}
        self._depends: dict[str, set[str]] = {}
        self._quoted: dict[str, str] = {}
        self._known: dict[tuple[str, ...], dict[str, list[str]]] = {}
        self._convert: dict[str, Callable[[Any], Any]] = {
            "options": _mapping,
            "settings": _mapping,
            "grants": self._grants,
        }

    def settle(self, role_names: Rows) -> None:
        """Takes the names of roles that are written in quotes."""
        self._quoted = dict(role_names.rows)

    def add(self, name: str, given: Rows) -> None:
        """Takes what a query answered.

        Args:
            name: the query's.
            given: entries, further attributes, or links of addresses.
        """
        if name == "aliases":
            self._same = {row[:3]: row[3:] for row in given.rows}
        elif name == "depends":
            self._link(given.rows)
        elif given.columns[0] == "kind":
            self._add_entries(given)
        else:
            self._add_attributes(given)

    def snapshot(self) -> Snapshot:
        """Answers what has grown.

        Raises:
            VanishedError: an object was dropped while it was read.
        """
        entries, depends = self._entries, self._depends
        if any(map(_is_torn, entries.values())):
            raise VanishedError
        return Snapshot(
            self._postgres,
            {key: entries[key] for key in sorted(entries)},
            {key: tuple(sorted(depends[key])) for key in sorted(depends)},
        )

    def _add_entries(self, given: Rows) -> None:
        names = given.columns[_LEADING:]
        converted = [name for name in names if name in self._convert]
        for row in given.rows:
            kind, identity, schema, name, parent, *_ = row
            attributes = _present(names, row[_LEADING:])
            for each in converted:
                self._convert_one(attributes, each)
            entry = Entry(kind, identity, schema, name, parent or "", attributes)
            key = f"{kind} {identity}"
            self._entries[key] = entry
            self._at[row[5:8]] = (key, attributes)

    def _add_attributes(self, given: Rows) -> None:
        names = given.columns[_ADDRESS:]
        converted = [name for name in names if name in self._convert]
        for row in given.rows:
            if (found := self._at.get(row[:3])) is not None:
                attributes = _present(names, row[_ADDRESS:])
                for each in converted:
                    self._convert_one(attributes, each)
                found[1].update(attributes)

    def _convert_one(self, attributes: dict[str, Any], name: str) -> None:
        value = self._convert[name](attributes.pop(name, ()))
        if value:
            attributes[name] = value

    def _grants(self, given: Sequence[str]) -> dict[str, list[str]]:
        known = tuple(given)
        if not known:
            return {}
        if known not in self._known:
            self._known[known] = grants(known, self._quoted)
        return self._known[known]

    def _link(self, rows: Iterable[Row]) -> None:
        for row in rows:
            key, need = self._key(row[:3]), self._key(row[3:])
            if key and need and key != need and self._entries[key].parent != need:
                self._depends.setdefault(key, set()).add(need)

    def _key(self, address: _Address) -> str | None:
        """Answers the entry at an address, or of what stands for it there."""
        for _ in range(3):  # an array of a table's rows is two steps away from the table
            if (found := self._at.get(address)) is not None:
                return found[0]
            plain = (*address[:2], 0)
            if (there := self._same.get(address) or self._same.get(plain)) is None:
                return None
            address = there
        return None


def _present(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _mapping(items: Sequence[str]) -> dict[str, str]:
    """Answers options from the `name=value` that the catalog has; what is secret stays there."""
    pairs = (item.partition("=") for item in items)
    return {name: "***" if _SECRET.search(name) else value for name, _, value in pairs}


def _is_torn(entry: Entry) -> bool:
    always = _ALWAYS.get(entry.kind)
    if entry.kind == "index":
        return not (entry.get("definition") or entry.get("constraint"))
    return always is not None and always not in entry.attributes
