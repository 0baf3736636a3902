"""The tables, indexes and views that a contract may name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg.rows import class_row

from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refdb.db import Connection

#: The kinds of pg_class that are read as tables; a plan never names a view.
TABLE_KINDS = frozenset("rpmf")
INDEX_KINDS = frozenset("iI")
_OF_TOOLS = frozenset(("refdb", "cron"))  # schemas that nobody makes promises about


@dataclass(frozen=True)
class Relation:
    """A table, index or view.

    Attributes:
        schema: its schema.
        name: its name.
        kind: the letter in pg_class.relkind.
        ancestors: what it is a partition of or inherits from, at any distance, as
            `schema.name`.
        rows: rows at the last analyze; -1 when there was none.
        base: the table of an index.
        definition: an index as `create index …`.
        columns: the columns or expressions that an index is sorted by, in order.
        predicate: the condition of a partial index.
        is_valid: false for an index whose concurrent build did not end.
    """

    schema: str
    name: str
    kind: str = "r"
    ancestors: Sequence[str] = ()
    rows: float = -1.0
    base: str = ""
    definition: str = ""
    columns: Sequence[str] = ()
    predicate: str = ""
    is_valid: bool = True

    @property
    def qualified(self) -> str:
        """Answers `schema.name`."""
        return f"{self.schema}.{self.name}"


class Relations:
    """The relations of a database, found by name.

    Args:
        relations: all of them.
    """

    def __init__(self, relations: Iterable[Relation] = ()) -> None:
        self._all = tuple(relations)
        self._by_name = {one.qualified: one for one in self._all}

    def find(self, name: str, kinds: Iterable[str]) -> tuple[Relation, ...]:
        """Answers the relations of a name, which may have a schema in front of it."""
        return tuple(one for one in self._all if one.kind in kinds and is_named(one, name))

    def at(self, schema: str, name: str) -> Relation | None:
        """Answers the relation that a plan names; None for one of the server's own."""
        return self._by_name.get(f"{schema}.{name}")

    def indexes_of(self, table: Relation) -> tuple[Relation, ...]:
        """Answers the indexes of a table."""
        return tuple(
            one
            for one in self._all
            if one.kind in INDEX_KINDS and (one.schema, one.base) == (table.schema, table.name)
        )

    def names(self, kinds: Iterable[str]) -> frozenset[str]:
        """Answers the names, without schema, of all relations of these kinds but the tools' own."""
        return frozenset(
            one.name
            for one in self._all
            if one.kind in kinds
            and one.schema not in _OF_TOOLS
            and not one.name.lstrip("_").startswith("yoyo_")
        )

    def is_part(self, schema: str, name: str, whole: str) -> bool:
        """Answers whether a relation of a plan is the named one, or a partition or child of it.

        Args:
            schema: the relation's schema.
            name: the relation's name.
            whole: a name as a contract writes it.
        """
        found = self._by_name.get(f"{schema}.{name}", Relation(schema, name))
        above = (self._by_name.get(one) for one in found.ancestors)
        return any(one and is_named(one, whole) for one in (found, *above))


def is_named(relation: Relation, name: str) -> bool:
    """Answers whether a name, as a contract writes it, means this relation."""
    folded = name.lower()
    return folded in {relation.name.lower(), relation.qualified.lower()}


def read_relations(conn: Connection) -> Relations:
    """Answers the relations of a database that are not the server's own, in one round trip."""
    with conn.cursor(row_factory=class_row(Relation)) as cursor:
        return Relations(cursor.execute(load("plans/relations")).fetchall())
