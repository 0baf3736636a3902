"""Puts a snapshot together from what the queries answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from refdb.catalog.attributes import Attributes, VanishedError
from refdb.catalog.entry import Entry
from refdb.catalog.later import Later
from refdb.catalog.places import COLLATED, Place, Places
from refdb.catalog.snapshot import Snapshot
from refdb.catalog.written import Written

if TYPE_CHECKING:
    from refdb.catalog.entry import Value
    from refdb.catalog.fetch import Row, Rows

# What rows of entries begin with: parts of a relation; what is in a schema or in none; and what
# is there because of something else.
_PART = ("kind", "name", "objid", "subid", "holder")
_FREE = ("kind", "space", "name", "suffix", "objid")
_HELD = (*_FREE, "holder_class", "holder", "holder_sub")
_ADDRESS = 3  # columns that say of which entry the attributes behind them are

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
        self._catalogs: dict[str, int] = {name: oid for oid, name in catalogs.rows}
        self._places = Places(self._catalogs)
        self._members = {(catalog, oid): extension for catalog, oid, extension in members.rows}
        self._entries: dict[str, Entry] = {}
        classes = {str(oid): tuple(of_it) for oid, *of_it in plain_classes.rows}
        self._written = Written(self._places, classes)
        self._spaces: dict[int, str] = {}
        self._dependencies: list[Row] = []

    def add_entries(self, kind: str, catalog: str, given: Rows) -> None:
        """Takes entries; what they are held by must have come before.

        Args:
            kind: the query's name.
            catalog: the catalog whose oids the rows have.
            given: what the query answered.

        Raises:
            VanishedError: an object was dropped while it was read.
        """
        if not given.columns:
            return
        if kind == "columns":  # kinds of many rows are read by themselves, in half the time
            self._add_columns(given)
        elif kind == "constraints":
            self._add_constraints(given)
        elif kind == "indexes":
            self._add_indexes(given)
        elif given.columns[: len(_PART)] == _PART:
            self._add_parts(catalog, given)
        elif given.columns[: len(_HELD)] == _HELD:
            self._add_held(catalog, given)
        else:
            self._add_free(catalog, given)

    def add_attributes(self, given: Rows) -> None:
        """Takes further attributes of entries that are there."""
        if not given.columns:
            return
        for row, more in self._attributes.of(given, _ADDRESS):
            if (key := self._places.key(*row[:3])) is not None:
                _attributes(self._entries[key]).update(more)

    def add_comments(self, given: Rows) -> None:
        """Takes comments: there are as many as entries."""
        entries, key_of, keys = self._entries, self._places.key, self._places.keys
        for catalog, objid, subid, comment in given.rows:
            key = key_of(catalog, objid, subid) if subid else keys[catalog].get(objid)
            if key is not None:
                _attributes(entries[key])["comment"] = comment

    def add_dependencies(self, given: Rows) -> None:
        """Takes who depends on whom, by address."""
        self._dependencies += given.rows

    def snapshot(self) -> Snapshot:
        """Answers what has grown; who depends on whom is put together when it is first asked."""
        entries = self._entries
        return Snapshot(
            self._postgres,
            {key: entries[key] for key in sorted(entries)},
            Later(self._depends) if self._dependencies else {},
        )

    def _depends(self) -> dict[str, tuple[str, ...]]:
        key_of, entries, found = self._places.key, self._entries, dict[str, set[str]]()
        for catalog, objid, subid, on_catalog, on_objid, on_subid in self._dependencies:
            if (key := key_of(catalog, objid, subid)) is None:
                continue
            need = key_of(on_catalog, on_objid, on_subid)
            need = need or self._extension_of((on_catalog, on_objid))
            if need and key != need and entries[key].parent != need:
                found.setdefault(key, set()).add(need)
        return {key: tuple(sorted(found[key])) for key in sorted(found)}

    def _add_columns(self, given: Rows) -> None:
        entries, relations = self._entries, self._places.relations
        last, place, kind = None, None, ""
        names, types = dict[int, str](), dict[int, str]()
        for name, relation, subid, type_, not_null, default, more in given.rows:
            if relation != last:  # the rows of one table mostly stand together
                last, place = relation, relations.get(relation)
                kind = "attribute" if place and place.key.startswith("type ") else "column"
                prefix = f"{kind} {place.identity}." if place else ""
                names, types = self._places.put_columns(relation, prefix)
            names[subid] = name
            if place is None:
                continue
            types[subid] = type_
            attributes = {"type": type_}
            if not_null:
                attributes["not_null"] = True
            if default is not None:
                attributes["default"] = default
            if more is not None:
                self._attributes.add(attributes, more)
                if "collation" in attributes:
                    types[subid] += COLLATED
            parent, within, schema = place
            identity = f"{within}.{name}"
            entries[f"{kind} {identity}"] = _new(
                Entry, (kind, identity, schema, name, parent, attributes)
            )
        for relation, names in self._places.columns.items():
            if (place := relations.get(relation)) is not None:
                order = [names[number] for number in sorted(names)]
                _attributes(entries[place.key])["columns"] = order

    def _add_constraints(self, given: Rows) -> None:
        entries, relations = self._entries, self._places.relations
        keys, names = self._places.of("pg_constraint"), self._written.names
        for row in given.rows:
            name, objid, relation, type_, definition, columns, other, *_, behind, more = row
            if definition is None:
                raise VanishedError
            if (place := relations.get(relation)) is None:
                continue
            parent, within, schema = place
            attributes = {"type": type_, "definition": definition}
            if columns is not None:
                definition += f"{names(relation, columns)})"
                if other is not None:
                    definition += f" REFERENCES {row[7]}({names(other, row[8])})"
                attributes["definition"] = definition + (behind or "")
            if more is not None:
                self._attributes.add(attributes, more)
            identity = f"{within}.{name}"
            key = keys[objid] = f"constraint {identity}"
            entries[key] = _new(Entry, ("constraint", identity, schema, name, parent, attributes))

    def _add_indexes(self, given: Rows) -> None:
        entries, relations = self._entries, self._places.relations
        keys, constraints = self._places.of("pg_class"), self._places.of("pg_constraint")
        for name, objid, relation, con, text, classes, options, *is_, more in given.rows:
            if text is None:
                raise VanishedError
            if (place := relations.get(relation)) is None:
                continue
            parent, attributes = place.key, {}
            if con is not None:
                parent = constraints[con]
                attributes["constraint"] = entries[parent].name
            elif text[0] == "C":
                attributes["definition"] = text
            else:
                unique, only = is_
                begin = f"{'UNIQUE ' if unique else ''}INDEX {name} ON{' ONLY' if only else ''}"
                parts = (text, classes, options)
                attributes["definition"] = self._written.index(begin, relation, place, parts)
            if more is not None:
                self._attributes.add(attributes, more)
            identity = f"{place.schema}.{name}"
            key = keys[objid] = f"index {identity}"
            entries[key] = _new(Entry, ("index", identity, place.schema, name, parent, attributes))

    def _add_parts(self, catalog: str, given: Rows) -> None:
        entries, relations, keys = self._entries, self._places.relations, self._places.of(catalog)
        for row, attributes in self._attributes.of(given, len(_PART)):
            kind, name, objid, _, holder = row[:5]
            if (place := relations.get(holder)) is None:
                continue
            parent, within, schema = place
            identity = f"{within}.{name}"
            key = keys[objid] = f"{kind} {identity}"
            entries[key] = _new(Entry, (kind, identity, schema, name, parent, attributes))

    def _add_free(self, catalog: str, given: Rows) -> None:
        keys, of_catalog = self._places.of(catalog), self._catalogs.get(catalog, 0)
        has_parts = catalog == "pg_class"
        for row, attributes in self._attributes.of(given, len(_FREE)):
            kind, space, name, suffix, objid = row[:5]
            if kind == "schema":
                self._spaces[objid] = name
            if (of_catalog, objid) in self._members or (space and space not in self._spaces):
                continue
            schema = self._spaces[space] if space else ""
            identity = f"{schema}{'.' if schema else ''}{name}{suffix or ''}"
            row_class = attributes.pop("row_class", None)
            key = keys[objid] = f"{kind} {identity}"
            self._entries[key] = Entry(kind, identity, schema, name, "", attributes)
            if has_parts or row_class:  # a composite type's columns name a class of their own
                self._places.put_relation(row_class or objid, Place(key, identity, schema))

    def _add_held(self, catalog: str, given: Rows) -> None:
        keys, of_catalog = self._places.of(catalog), self._catalogs.get(catalog, 0)
        for row, attributes in self._attributes.of(given, len(_HELD)):
            kind, space, name, suffix, objid, *holder = row[:8]
            parent = self._places.key(*holder) or "" if holder[1] else ""
            if (of_catalog, objid) in self._members or (space and space not in self._spaces):
                continue
            if holder[1] and not parent:
                continue
            held = self._entries.get(parent)
            schema = self._spaces[space] if space else held.schema if held else ""
            within = schema if space else held.identity if held and name else ""
            identity = f"{within}{'.' if within else ''}{name}{suffix or ''}"
            key = keys[objid] = f"{kind} {identity}"
            self._entries[key] = Entry(kind, identity, schema, name, parent, attributes)

    def _extension_of(self, member: tuple[int, int]) -> str | None:
        """Answers the extension that brought an object."""
        extension = self._members.get(member)
        return self._places.of("pg_extension").get(extension) if extension else None


def _attributes(entry: Entry) -> dict[str, Value]:
    """Answers the attributes of an entry that still grows."""
    return cast("dict[str, Value]", entry.attributes)
