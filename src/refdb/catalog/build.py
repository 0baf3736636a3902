"""Puts a snapshot together from what the queries answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from refdb.catalog.attributes import Attributes, plain_key
from refdb.catalog.entry import Entry
from refdb.catalog.snapshot import Snapshot

if TYPE_CHECKING:
    from refdb.catalog.entry import Value
    from refdb.catalog.fetch import Rows

# A catalog's name, the row's oid, a column's number or 0.
_Address: TypeAlias = tuple[str, int, int]

# What rows of entries begin with: parts of a relation; what is in a schema or in none; and what
# is there because of something else.
_PART = ("kind", "name", "objid", "subid", "holder")
_FREE = ("kind", "space", "name", "suffix", "objid")
_HELD = (*_FREE, "holder_class", "holder", "holder_sub")
_ADDRESS = ("catalog", "objid", "subid")


class Builder:
    """A snapshot that grows by one query's answer at a time; oids end with it.

    Args:
        postgres: the server's major version.
        role_names: the roles whose name is written in quotes.
        members: what extensions brought: nobody's entries.
        plain_classes: operator classes that an index's text leaves out, for some types.
    """

    def __init__(self, postgres: int, role_names: Rows, members: Rows, plain_classes: Rows) -> None:
        self._postgres = postgres
        self._attributes = Attributes(dict(role_names.rows))
        self._members = {(catalog, oid): extension for catalog, oid, extension in members.rows}
        self._classes = {str(oid): (name, kind) for oid, name, kind in plain_classes.rows}
        self._entries: dict[str, Entry] = {}
        self._at: dict[_Address, Entry] = {}
        self._spaces: dict[int, str] = {}
        self._depends: dict[str, set[str]] = {}

    def add_entries(self, catalog: str, given: Rows) -> None:
        """Takes entries; what they are held by must have come before.

        Args:
            catalog: the catalog whose oids the rows have.
            given: what the query answered.

        Raises:
            VanishedError: an object was dropped while it was read.
        """
        if given.columns[: len(_PART)] == _PART:
            self._add_parts(catalog, given)
        elif given.columns[: len(_HELD)] == _HELD:
            self._add_held(catalog, given)
        else:
            self._add_free(catalog, given)

    def add_attributes(self, given: Rows) -> None:
        """Takes further attributes of entries that are there."""
        attributes = self._attributes.of(given, len(_ADDRESS))
        for row, more in attributes:
            if (entry := self._at.get(row[:3])) is not None:
                _attributes(entry).update(more)

    def add_dependencies(self, given: Rows) -> None:
        """Takes who depends on whom, by address."""
        for row in given.rows:
            key, need = self._key(*row[:3]), self._key(*row[3:])
            if key and need and key != need and self._entries[key].parent != need:
                self._depends.setdefault(key, set()).add(need)

    def snapshot(self) -> Snapshot:
        """Answers what has grown."""
        entries, depends = self._entries, self._depends
        return Snapshot(
            self._postgres,
            {key: entries[key] for key in sorted(entries)},
            {key: tuple(sorted(depends[key])) for key in sorted(depends)},
        )

    def _add_parts(self, catalog: str, given: Rows) -> None:
        entries, at = self._entries, self._at
        order: dict[int, list[tuple[int, str]]] = {}
        last, parent, within, schema = None, "", "", ""
        for row, attributes in self._attributes.of(given, len(_PART)):
            kind, name, objid, subid, holder = row[:5]
            if holder != last:  # the rows of one table mostly stand together
                if (held := at.get(("pg_class", holder, 0))) is None:
                    continue
                last, parent, within, schema = holder, held.key, held.identity, held.schema
            identity = f"{within}.{name}"
            entry = Entry(kind, identity, schema, name, parent, attributes)
            entries[f"{kind} {identity}"] = at[catalog, objid, subid] = entry
            if subid:
                order.setdefault(holder, []).append((subid, name))
        for holder, columns in order.items():
            held = at["pg_class", holder, 0]
            _attributes(held)["columns"] = [name for _, name in sorted(columns)]

    def _add_free(self, catalog: str, given: Rows) -> None:
        for row, attributes in self._attributes.of(given, len(_FREE)):
            kind, space, name, suffix, objid = row[:5]
            if kind == "schema":
                self._spaces[objid] = name
            if (catalog, objid) in self._members or (space and space not in self._spaces):
                continue
            schema = self._spaces[space] if space else ""
            identity = f"{schema}{'.' if schema else ''}{name}{suffix or ''}"
            entry = Entry(kind, identity, schema, name, "", attributes)
            self._entries[entry.key] = self._at[catalog, objid, 0] = entry
            if row_class := attributes.pop(
                "row_class", None
            ):  # what a composite type's columns name
                self._at["pg_class", row_class, 0] = entry

    def _add_held(self, catalog: str, given: Rows) -> None:
        for row, attributes in self._attributes.of(given, len(_HELD)):
            kind, space, name, suffix, objid, holder_class, holder, holder_sub = row[:8]
            held = self._at.get((holder_class, holder, holder_sub))
            if (catalog, objid) in self._members or (space and space not in self._spaces):
                continue
            if holder and held is None:
                continue
            schema = self._spaces[space] if space else held.schema if held else ""
            within = schema if space else held.identity if held and name else ""
            identity = f"{within}{'.' if within else ''}{name}{suffix or ''}"
            if keys := attributes.pop("keys", None):
                attributes["definition"] += f"{self._columns(keys)})"
            elif "constraint" in attributes:
                del attributes["definition"]  # the constraint's says it
            entry = Entry(kind, identity, schema, name, held.key if held else "", attributes)
            self._entries[entry.key] = self._at[catalog, objid, 0] = entry

    def _columns(self, keys: str) -> str:
        """Answers the columns of an index as its text has them."""
        table, *vectors = keys.split("|")
        parts = zip(*(vector.split() for vector in vectors), strict=True)
        held = int(table)
        return ", ".join(
            plain_key(self._at["pg_class", held, int(attnum)], self._classes[oid], option)
            for attnum, oid, option in parts
        )

    def _key(self, catalog: str, objid: int, subid: int) -> str | None:
        """Answers the entry at an address, or the extension that brought what is there."""
        if (entry := self._at.get((catalog, objid, subid))) is not None:
            return entry.key
        if (extension := self._members.get((catalog, objid))) is not None:
            return self._key("pg_extension", extension, 0)
        return None


def _attributes(entry: Entry) -> dict[str, Value]:
    """Answers the attributes of an entry that still grows."""
    return cast("dict[str, Value]", entry.attributes)
