"""What types variables have: rows of tables, columns' types, domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from refdb.catalog import Snapshot
    from refdb.sqltext.declared import Variable
    from refdb.sqltext.numbering import Reads

_RELATIONS = ("table", "view", "materialized view", "foreign table", "type")
_POLYMORPHIC = ("any", "anyelement", "anyarray", "anynonarray", "anyenum", "anyrange")
_LONGEST_ALIAS = 5  # of aliases of aliases


class Types:
    """The types of a schema.

    Args:
        snapshot: the schema.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._columns: dict[str, dict[str, str]] = {}
        self._short: dict[str, str] = {}
        self._domains = {
            one.identity: str(one.get("type") or "text") for one in snapshot.of_kind("domain")
        }
        for entry in snapshot.of_kind(*_RELATIONS):
            names = entry.get("columns") or ()  # of a view nothing more is known
            self._columns[_plain(entry.identity)] = dict.fromkeys(map(_plain, names), "")
            self._short.setdefault(_plain(entry.name), _plain(entry.identity))
        for entry in snapshot.of_kind("column", "attribute"):
            relation = _plain(entry.identity.removesuffix(f".{entry.name}"))
            type_name = str(entry.get("type") or "").removesuffix(" collated")
            self._columns.setdefault(relation, {})[_plain(entry.name)] = type_name

    def relation(self, name: str) -> str:
        """Answers `schema.name` of a relation; empty where there is none of that name."""
        plain = _plain(name)
        return plain if plain in self._columns else self._short.get(plain, "")

    def columns(self, relation: str) -> Mapping[str, str]:
        """Answers the columns of a relation and their types; none of what is unknown."""
        return self._columns.get(self.relation(relation), {})

    def columns_of(self, relations: Iterable[Reads]) -> frozenset[str]:
        """Answers the names of all columns of a statement's relations."""
        names = (f"{one.schema}.{one.name}" if one.schema else one.name for one in relations)
        return frozenset(column for name in names for column in self.columns(name))

    def of(self, variable: Variable, names: Mapping[str, Variable], depth: int = 0) -> str:
        """Answers a variable's type as SQL: a relation's name for its rows, `record`, or empty."""
        if variable.alias and depth < _LONGEST_ALIAS:
            meant = names.get(variable.alias)
            return self.of(meant, names, depth + 1) if meant else ""
        written = variable.type.strip()
        folded = _plain(written)
        if folded.endswith("%rowtype"):
            return self.relation(folded.removesuffix("%rowtype")) or "record"
        if folded.endswith("%type"):
            return self._like(folded.removesuffix("%type"), names, depth)
        if folded in _POLYMORPHIC or folded.startswith("anycompatible"):
            return ""
        return self.relation(folded) or written

    def base(self, type_name: str) -> str:
        """Answers a domain's own type: a domain that forbids nulls takes none for any value."""
        seen = 0
        while type_name in self._domains and seen < _LONGEST_ALIAS:
            type_name = self._domains[type_name]
            seen += 1
        return type_name

    def is_row(self, type_name: str) -> bool:
        """Answers whether values of the type have fields."""
        return type_name == "record" or type_name in self._columns

    def _like(self, name: str, names: Mapping[str, Variable], depth: int) -> str:
        relation, _, column = name.rpartition(".")
        if name in names and depth < _LONGEST_ALIAS:
            return self.of(names[name], names, depth + 1)
        return self.columns(relation).get(column, "") if relation else ""


def _plain(name: str) -> str:
    """A name as it is looked up: quotes are left out where they change nothing."""
    if '"' not in name:
        return name
    return ".".join(part.strip().strip('"') for part in name.split("."))
