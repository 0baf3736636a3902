"""What a planning copy has: its relations, where their files are, what their columns are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from psycopg.rows import class_row

from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refdb.db import Connection


class HereColumn(NamedTuple):
    """A column of a relation of the copy; types and collation are their numbers.

    Attributes:
        position: `pg_attribute.attnum`.
        type: its type without length, in words.
        type_number: the same as a number.
        collation: what its values are sorted by, 0 for nothing.
        element: the type of its values' elements, the type itself where they have none.
        span: the type of the ranges that its values are made of, the type itself where of none.
    """

    position: int
    type: str
    type_number: int
    collation: int
    element: int
    span: int


@dataclass(frozen=True)
class Here:
    """A relation of the copy.

    Attributes:
        number: its oid.
        name: as in a statistics set.
        kind: the letter in pg_class.relkind.
        file: the number that its file is named after; 0 where it has none.
        method: of an index, such as `btree`.
        table_number: of an index, the oid of its table.
        led_by: of a B-tree on all rows, the column that it begins with; empty for an expression,
            None for others.
        key_type: of an index, the type that it begins with, as SQL writes it.
        is_descending: of an index, whether its greatest value comes first.
        keys: of an index, its columns, those that it only includes among them.
        columns: as a statistics set names them.
    """

    number: int
    name: str
    kind: str
    file: int
    method: str | None
    table_number: int | None
    led_by: str | None
    key_type: str | None
    is_descending: bool
    keys: int
    columns: Mapping[str, Sequence[str | int]]

    def column(self, name: str) -> HereColumn | None:
        """Answers a column by the name that a statistics set gives it."""
        found = self.columns.get(name)
        return HereColumn(*found) if found else None  # type: ignore[arg-type]


def read_here(conn: Connection) -> dict[str, Here]:
    """Answers the relations of the database of a connection, by name. Opens none of them."""
    with conn.cursor(row_factory=class_row(Here)) as cursor:
        return {one.name: one for one in cursor.execute(load("statistics/here"))}
