"""A statistics set as values: everything that the planner knows of a database, and no more.

All of it is frozen, and its parts are found by name, so that a pure function can make another set
of one: `mapped` gives each column's statistics to a function, `dataclasses.replace` does the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Final

    from refdb.statistics.columns import Column, ColumnStatistics, Combined

#: Bytes of a page. A server that was built with another size is refused when it is read.
PAGE: Final = 8192
#: The most pages that a relation can have: block numbers have 32 bits, and one means none.
MOST_PAGES: Final = 2**32 - 2
#: No B-tree is higher: with two keys a page this one would have more pages than there can be.
MOST_LEVELS: Final = 32

TABLE: Final = "table"
MATERIALIZED_VIEW: Final = "materialized view"
PARTITIONED_TABLE: Final = "partitioned table"
INDEX: Final = "index"
PARTITIONED_INDEX: Final = "partitioned index"

Value = TypeVar("Value")


def _nothing() -> Mapping[str, Value]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Gin:
    """The counters in a GIN index's first page.

    Attributes:
        pending_pages: pages of the list of rows that are not yet in the tree.
        pending_rows: those rows.
        total_pages: pages of the index at the last vacuum.
        entry_pages: of them, those with keys.
        data_pages: of them, those with lists of rows.
        entries: different keys.
    """

    pending_pages: int = 0
    pending_rows: int = 0
    total_pages: int = 0
    entry_pages: int = 0
    data_pages: int = 0
    entries: int = 0


@dataclass(frozen=True)
class Index:
    """What is known of an index besides what is known of every relation.

    Attributes:
        table: the name of its table, as a key of `StatisticsSet.relations`.
        method: `btree`, `gin` …
        order: its place among its table's indexes by creation, counted from 1; the planner
            settles ties by it.
        height: levels above the leaves of a B-tree; None for another method or when unknown.
        gin: counters of a GIN index; None for another method or when unknown.
        revmap_pages: pages of a BRIN index's map of ranges; None as above.
    """

    table: str
    method: str
    order: int = 1
    height: int | None = None
    gin: Gin | None = None
    revmap_pages: int | None = None


@dataclass(frozen=True)
class Relation:
    """A table, materialized view, index, or the parent of partitions.

    Attributes:
        kind: TABLE, MATERIALIZED_VIEW, PARTITIONED_TABLE, INDEX or PARTITIONED_INDEX.
        rows: rows (index entries) at the last analyze; -1 when unknown.
        pages: pages of 8,192 bytes that its file has.
        analyzed_pages: pages that it had when `rows` was counted; None where they are `pages`.
        all_visible: of the analyzed pages, those that an index only scan need not read.
        all_frozen: of them, those that vacuum need not read, from PostgreSQL 18 on.
        columns: by name; of an index only its expressions, by their position, counted from 1.
        index: what an index has besides; None for a table.
    """

    kind: str
    rows: float = -1.0
    pages: int = 0
    analyzed_pages: int | None = None
    all_visible: int = 0
    all_frozen: int | None = None
    columns: Mapping[str, Column] = field(default_factory=_nothing)
    index: Index | None = None

    def mapped(self, change: Callable[[str, Column], Column]) -> Relation:
        """Answers the same with every column changed by a function of its name and itself."""
        changed = {name: change(name, column) for name, column in self.columns.items()}
        return replace(self, columns=changed)


@dataclass(frozen=True)
class ExtendedStatistics:
    """One `create statistics`.

    Attributes:
        table: the name of its table, as a key of `StatisticsSet.relations`.
        columns: the names of its columns, then its expressions in brackets, as SQL has them.
        own: of the table's own rows; None when it was never analyzed.
        inherited: of the rows of the table and all its children or partitions.
    """

    table: str
    columns: tuple[str, ...] = ()
    own: Combined | None = None
    inherited: Combined | None = None


@dataclass(frozen=True)
class Source:
    """The database that a set was read from.

    Attributes:
        version: the server's, such as 180004: `server_version_num`.
        encoding: its encoding.
        provider: who sorts its texts: `libc`, `icu` or `builtin`.
        collate: the locale by which its texts are sorted.
        ctype: the locale that knows its letters.
    """

    version: int
    encoding: str = "UTF8"
    provider: str = "libc"
    collate: str = ""
    ctype: str = ""

    @property
    def major(self) -> int:
        """Answers the major version, such as 18."""
        return self.version // 10000


@dataclass(frozen=True)
class StatisticsSet:
    """Row counts and column statistics to plan against.

    Names of relations are `schema.name`, each part quoted where SQL would need it.

    Attributes:
        source: where it was read.
        settings: the planner's settings there, as `show` writes them.
        relations: by name.
        extended: extended statistics, by name.
        notes: what could not be read, in words.
    """

    source: Source
    settings: Mapping[str, str] = field(default_factory=_nothing)
    relations: Mapping[str, Relation] = field(default_factory=_nothing)
    extended: Mapping[str, ExtendedStatistics] = field(default_factory=_nothing)
    notes: tuple[str, ...] = ()

    def indexes_of(self, table: str) -> Mapping[str, Relation]:
        """Answers the indexes of a table, in the order in which they were created."""
        found = [
            (one.index.order, name, one)
            for name, one in self.relations.items()
            if one.index is not None and one.index.table == table
        ]
        return {name: one for _, name, one in sorted(found, key=lambda each: each[:2])}

    def mapped(self, change: Callable[[str, Relation], Relation]) -> StatisticsSet:
        """Answers the same with every relation changed by a function of its name and itself."""
        return replace(
            self, relations={name: change(name, one) for name, one in self.relations.items()}
        )

    @property
    def has_values(self) -> bool:
        """Answers whether real values of the database are in it."""
        return any(True for _ in _real_values(self))


def _real_values(whole: StatisticsSet) -> Iterator[str]:
    for relation in whole.relations.values():
        for column in relation.columns.values():
            yield from column.ends or ()
            for statistics in (column.own, column.inherited):
                yield from _values_of(statistics)
    for extended in whole.extended.values():
        for combined in filter(None, (extended.own, extended.inherited)):
            for row in combined.most_common:
                yield from filter(None, row.values)
            for statistics in combined.expressions:
                yield from _values_of(statistics)


def _values_of(statistics: ColumnStatistics | None) -> Iterator[str]:
    for slot in statistics.slots if statistics else ():
        yield from slot.values or ()
