"""Puts a snapshot together from what the queries answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

from refdb.catalog.attributes import Attributes, plain_key
from refdb.catalog.entry import Entry
from refdb.catalog.snapshot import Snapshot

if TYPE_CHECKING:
    from refdb.catalog.entry import Value
    from refdb.catalog.fetch import Rows

# A catalog's oid, the row's oid, a column's number or 0.
_Address: TypeAlias = tuple[int, int, int]

# What rows of entries begin with: parts of a relation; what is in a schema or in none; and what
# is there because of something else.
_PART = ("kind", "name", "objid", "subid", "holder")
_FREE = ("kind", "space", "name", "suffix", "objid")
_HELD = (*_FREE, "holder_class", "holder", "holder_sub")
_ADDRESS = 3  # columns that say of which entry the attributes behind them are

# What rows of columns are, which are more than half of a schema, and so are read by themselves.
_COLUMN = (*_PART, "type", "not_null", "default", "more")

# Entry(...) by another way, in half the time.
_new = tuple.__new__


class Builder:
    """A snapshot that grows by one query's answer at a time; oids end with it.

    Args:
        postgres: the server's major version.
        role_names: the roles whose name is written in quotes.
        catalogs: the server's catalogs.
        members: what extensions brought: nobody's entries.
        plain_classes: operator classes that an index's text leaves out, for some types.
    """

    def __init__(
        self,
        postgres: int,
        role_names: Rows,
        catalogs: Rows,
        members: Rows,
        plain_classes: Rows,
    ) -> None:
        self._postgres = postgres
        self._attributes = Attributes(dict(role_names.rows))
        self._catalogs = {name: oid for oid, name in catalogs.rows}
        self._class = self._catalogs["pg_class"]
        self._members = {(catalog, oid): extension for catalog, oid, extension in members.rows}
        self._classes = {str(oid): (name, kind) for oid, name, kind in plain_classes.rows}
        self._entries: dict[str, Entry] = {}
        self._at: dict[_Address, str] = {}
        self._others: dict[tuple[int, int], str] = {}
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
        oid = self._catalogs.get(catalog, 0)
        if given.columns == _COLUMN:
            self._add_columns(oid, given)
        elif given.columns[: len(_PART)] == _PART:
            self._add_parts(oid, given)
        elif given.columns[: len(_HELD)] == _HELD:
            self._add_held(oid, given)
        else:
            self._add_free(oid, given)

    def add_attributes(self, given: Rows) -> None:
        """Takes further attributes of entries that are there."""
        for row, more in self._attributes.of(given, _ADDRESS):
            if (key := self._at.get(row[:3])) is not None:
                _attributes(self._entries[key]).update(more)

    def add_comments(self, given: Rows) -> None:
        """Takes comments: there are as many as entries."""
        entries, at = self._entries, self._at
        for catalog, objid, subid, comment in given.rows:
            if (key := at.get((catalog, objid, subid))) is not None:
                _attributes(entries[key])["comment"] = comment

    def add_dependencies(self, given: Rows) -> None:
        """Takes who depends on whom, by address."""
        at, entries, depends = self._at, self._entries, self._depends
        for catalog, objid, subid, on_catalog, on_objid, on_subid in given.rows:
            if (key := at.get((catalog, objid, subid))) is None:
                continue
            need = at.get((on_catalog, on_objid, on_subid))
            need = need or self._extension_of((on_catalog, on_objid))
            if need and key != need and entries[key].parent != need:
                depends.setdefault(key, set()).add(need)

    def snapshot(self) -> Snapshot:
        """Answers what has grown."""
        entries, depends = self._entries, self._depends
        return Snapshot(
            self._postgres,
            {key: entries[key] for key in sorted(entries)},
            {key: tuple(sorted(depends[key])) for key in sorted(depends)},
        )

    def _add_columns(self, catalog: int, given: Rows) -> None:
        entries, at = self._entries, self._at
        orders: dict[int, list[tuple[int, str]]] = {}
        last, parent, within, schema = None, "", "", ""
        for kind, name, objid, subid, holder, type_, not_null, default, more in given.rows:
            if holder != last:  # the rows of one table mostly stand together
                last, parent, within, schema = holder, *self._place(holder)
                order = orders.setdefault(holder, [])
            if not parent:
                self._others[objid, subid] = name
                continue
            attributes = {"type": type_}
            if not_null:
                attributes["not_null"] = True
            if default is not None:
                attributes["default"] = default
            if more is not None:
                self._attributes.add(attributes, more)
            identity = f"{within}.{name}"
            key = f"{kind} {identity}"
            entries[key] = _new(Entry, (kind, identity, schema, name, parent, attributes))
            at[catalog, objid, subid] = key
            order.append((subid, name))
        for holder, order in orders.items():
            if order:
                table = entries[at[catalog, holder, 0]]
                _attributes(table)["columns"] = [name for _, name in sorted(order)]

    def _place(self, relation: int) -> tuple[str, str, str]:
        """Answers a relation's key, identity and schema; nothing for what is nobody's."""
        if (key := self._at.get((self._class, relation, 0))) is None:
            return "", "", ""
        return key, self._entries[key].identity, self._entries[key].schema

    def _add_parts(self, catalog: int, given: Rows) -> None:
        entries, at = self._entries, self._at
        for row, attributes in self._attributes.of(given, len(_PART)):
            kind, name, objid, subid, holder = row[:5]
            parent, within, schema = self._place(holder)
            if not parent:
                continue
            if "keys" in attributes:
                attributes["definition"] += self._rest_of_key(attributes.pop("keys"))
            identity = f"{within}.{name}"
            key = f"{kind} {identity}"
            entries[key] = _new(Entry, (kind, identity, schema, name, parent, attributes))
            at[catalog, objid, subid] = key

    def _add_free(self, catalog: int, given: Rows) -> None:
        for row, attributes in self._attributes.of(given, len(_FREE)):
            kind, space, name, suffix, objid = row[:5]
            if kind == "schema":
                self._spaces[objid] = name
            if (catalog, objid) in self._members or (space and space not in self._spaces):
                continue
            schema = self._spaces[space] if space else ""
            identity = f"{schema}{'.' if schema else ''}{name}{suffix or ''}"
            row_class = attributes.pop("row_class", None)
            self._put((catalog, objid, 0), Entry(kind, identity, schema, name, "", attributes))
            if row_class:  # what a composite type's columns name
                self._at[self._class, row_class, 0] = f"{kind} {identity}"

    def _add_held(self, catalog: int, given: Rows) -> None:
        for row, attributes in self._attributes.of(given, len(_HELD)):
            kind, space, name, suffix, objid, *holder = row[:8]
            parent = self._at.get(cast("_Address", tuple(holder)), "")
            if (catalog, objid) in self._members or (space and space not in self._spaces):
                continue
            if holder[1] and not parent:
                continue
            held = self._entries.get(parent)
            schema = self._spaces[space] if space else held.schema if held else ""
            within = schema if space else held.identity if held and name else ""
            identity = f"{within}{'.' if within else ''}{name}{suffix or ''}"
            if keys := attributes.pop("keys", None):
                attributes["definition"] += self._rest_of_index(keys)
            elif "constraint" in attributes:
                del attributes["definition"]  # the constraint's says it
            self._put((catalog, objid, 0), Entry(kind, identity, schema, name, parent, attributes))

    def _put(self, address: _Address, entry: Entry) -> None:
        key = entry.key
        self._entries[key] = entry
        self._at[address] = key

    def _rest_of_index(self, keys: str) -> str:
        """Answers what an index's text has behind the bracket that opens its columns."""
        table, attnums, classes, options, condition = keys.split("|", 4)
        entries, at, held = self._entries, self._at, int(table)
        parts = zip(attnums.split(), classes.split(), options.split(), strict=True)
        columns = [
            plain_key(entries[at[self._class, held, int(attnum)]], self._classes[oid], option)
            for attnum, oid, option in parts
        ]
        return f"{', '.join(columns)}){condition}"

    def _rest_of_key(self, keys: str) -> str:
        """Answers what a constraint's text has behind the bracket that opens its columns."""
        table, columns, other, others, behind, name = keys.split("|", 5)
        own = self._names(int(table), columns)
        if not name:
            return f"{own}){behind}"
        return f"{own}) REFERENCES {name}({self._names(int(other), others)}){behind}"

    def _names(self, table: int, attnums: str) -> str:
        return ", ".join(self._name(table, int(attnum)) for attnum in attnums.split())

    def _name(self, table: int, attnum: int) -> str:
        key = self._at.get((self._class, table, attnum))
        return self._entries[key].name if key else self._others[table, attnum]

    def _extension_of(self, member: tuple[int, int]) -> str | None:
        """Answers the extension that brought an object."""
        extension = self._members.get(member)
        return self._at.get((self._catalogs["pg_extension"], extension, 0)) if extension else None


def _attributes(entry: Entry) -> dict[str, Value]:
    """Answers the attributes of an entry that still grows."""
    return cast("dict[str, Value]", entry.attributes)
