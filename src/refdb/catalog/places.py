"""Where entries stand on the server: from a catalog's oid, a row's oid and a column's number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


#: Behind the type of a column that has another collation than its type.
COLLATED = " collated"


class Place(NamedTuple):
    """A relation that has parts.

    Attributes:
        key: its entry's.
        identity: its entry's, which its parts' begin with.
        schema: the schema that it and its parts are in.
    """

    key: str
    identity: str
    schema: str


class Places:
    """Which entry is meant by an address.

    Args:
        catalogs: the oid of each of the server's catalogs, by name.

    Attributes:
        keys: for each catalog's oid the entries' keys by the row's oid.
        relations: the relations that have parts, by oid.
        columns: the names of a relation's columns by their number, by the relation's oid; of
            those relations too that are nobody's entry.
        types: their types in the same way, of entries alone.
    """

    def __init__(self, catalogs: Mapping[str, int]) -> None:
        self._catalogs = catalogs
        self._class = catalogs["pg_class"]
        self.keys: dict[int, dict[int, str]] = defaultdict(dict)
        self.relations: dict[int, Place] = {}
        self.columns: dict[int, dict[int, str]] = {}
        self.types: dict[int, dict[int, str]] = {}
        self._prefixes: dict[int, str] = {}

    def of(self, catalog: str) -> dict[int, str]:
        """Answers the keys of a catalog's entries by oid; of what is no catalog, none."""
        return self.keys[self._catalogs.get(catalog, 0)]

    def key(self, catalog: int, objid: int, subid: int) -> str | None:
        """Answers the key of the entry at an address, None where there is none."""
        if not subid or catalog != self._class:
            return self.keys[catalog].get(objid)
        prefix = self._prefixes.get(objid)
        name = self.columns[objid].get(subid) if prefix else None
        return f"{prefix}{name}" if name else None

    def put_relation(self, oid: int, place: Place) -> None:
        """Takes a relation that has parts."""
        self.relations[oid] = place
        self.keys[self._class][oid] = place.key

    def put_columns(self, relation: int, prefix: str) -> tuple[dict[int, str], dict[int, str]]:
        """Takes a relation's columns: answers what names and types are put into, by number.

        Args:
            relation: its oid.
            prefix: what their keys begin with; empty where they are no entries.
        """
        self._prefixes[relation] = prefix
        names = self.columns.setdefault(relation, {})
        return names, self.types.setdefault(relation, {})
