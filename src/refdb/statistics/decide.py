"""Decides what a statistics set becomes in one planning copy: rows of catalogs, and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.statistics.rows import NO_OPERATORS, statistics_row
from refdb.statistics.values import (
    INDEX,
    MATERIALIZED_VIEW,
    MOST_PAGES,
    PARTITIONED_INDEX,
    TABLE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Final

    from refdb.statistics.columns import Column
    from refdb.statistics.here import Here, HereColumn
    from refdb.statistics.rows import Operators
    from refdb.statistics.values import Index, Relation, StatisticsSet

_INDEXES: Final = (INDEX, PARTITIONED_INDEX)
_LETTERS: Final = {"r": TABLE, "m": MATERIALIZED_VIEW, "i": INDEX, "I": PARTITIONED_INDEX}


@dataclass(frozen=True)
class FileSize:
    """A file of the copy, and what it becomes.

    Attributes:
        file: the number that it is named after.
        pages: pages that it will seem to have.
        index: what an index's first pages tell the planner; None for others.
        number: the relation's oid.
        ends: of a B-tree, what it will have for entries; None for none.
    """

    file: int
    pages: int
    index: Index | None = None
    number: int = 0
    ends: KeyEnds | None = None


@dataclass(frozen=True)
class KeyEnds:
    """The real ends of what a B-tree begins with.

    Attributes:
        type: its type, as SQL writes it.
        values: smallest and greatest, as the server writes them.
        is_descending: whether the greatest comes first.
        keys: columns of the index.
        heap: the file of its table.
    """

    type: str
    values: tuple[str, str]
    is_descending: bool
    keys: int
    heap: int


@dataclass(frozen=True)
class Decided:
    """What is to be done to a copy.

    Attributes:
        sizes: rows for pg_class.
        columns: rows for pg_statistic.
        files: files to lengthen.
        numbers: the relations that are spoken of.
        notes: what cannot be done, in words.
    """

    sizes: tuple[dict[str, Any], ...]
    columns: tuple[dict[str, Any], ...]
    files: tuple[FileSize, ...]
    numbers: tuple[int, ...]
    notes: tuple[str, ...]


def decide(
    wanted: StatisticsSet, here: Mapping[str, Here], operators: Operators = NO_OPERATORS
) -> Decided:
    """Answers what a set becomes in a copy.

    Args:
        wanted: the set.
        here: the copy's relations, by name.
        operators: what each type's values are compared by, for slots that do not say it.
    """
    pairs = [(one, here[name]) for name, one in wanted.relations.items() if name in here]
    pairs = [(one, there) for one, there in pairs if is_same_kind(one, there)]
    rows: list[dict[str, Any]] = []
    notes = list(_missing(wanted, here))
    for one, there in pairs:
        for name, column in one.columns.items():
            found = there.column(name)
            if found is None or found.type != column.type:
                notes.append(_no_column(there.name, name, column, found))
                continue
            name_of = {"name": f"{there.name}.{name}"}
            rows += (name_of | row for row in _column_rows(there, found, column, operators))
    return Decided(
        sizes=tuple(_size(one, there) for one, there in pairs),
        columns=tuple(rows),
        files=tuple(
            FileSize(
                there.file,
                min(one.pages, MOST_PAGES),
                one.index,
                there.number,
                _ends(there, wanted, here),
            )
            for one, there in pairs
            if there.file
        ),
        numbers=tuple(there.number for _, there in pairs),
        notes=tuple(notes),
    )


def new_numbers(wanted: StatisticsSet, here: Mapping[str, Here]) -> dict[int, int]:
    """Answers which indexes get another oid, so that theirs are in the set's order.

    The planner settles ties by the order of oids. Each table's indexes share among them the
    numbers that they have.

    Args:
        wanted: the set.
        here: the copy's relations, by name.
    """
    of_table: dict[str, list[tuple[int, Here]]] = {}
    for name, one in wanted.relations.items():
        if one.index and name in here and is_same_kind(one, here[name]):
            of_table.setdefault(one.index.table, []).append((one.index.order, here[name]))
    changed: dict[int, int] = {}
    for indexes in of_table.values():
        ordered = [there.number for _, there in sorted(indexes, key=lambda pair: pair[0])]
        pairs = zip(ordered, sorted(ordered), strict=True)
        changed |= {old: new for old, new in pairs if old != new}
    return changed


def is_same_kind(one: Relation, there: Here) -> bool:
    """Answers whether what a set has and what the copy has are the same sort of thing."""
    if one.index and one.index.method != there.method:
        return False
    return (one.kind in _INDEXES) == (there.kind in "iI") and bool(there.file) == (
        one.kind in _LETTERS.values() and one.kind != PARTITIONED_INDEX
    )


def _column_rows(
    there: Here, found: HereColumn, column: Column, operators: Operators
) -> Iterator[dict[str, Any]]:
    if column.own:
        yield statistics_row(there.number, found, column.own, operators)
    if column.inherited:
        yield statistics_row(there.number, found, column.inherited, operators, inherited=True)


def _ends(there: Here, wanted: StatisticsSet, here: Mapping[str, Here]) -> KeyEnds | None:
    """Answers the ends of what an index begins with, where the set has them."""
    index = wanted.relations[there.name].index
    if there.led_by is None or index is None or there.key_type is None:
        return None
    table = here.get(index.table)
    owner = index.table if there.led_by else there.name
    known = wanted.relations.get(owner)
    column = known.columns.get(there.led_by or "1") if known else None
    found = here[owner].column(there.led_by or "1") if owner in here else None
    if not table or not column or not column.ends or not found or found.type != column.type:
        return None
    return KeyEnds(there.key_type, column.ends, there.is_descending, there.keys, table.file)


def _size(one: Relation, there: Here) -> dict[str, Any]:
    return {
        "number": there.number,
        "rows": one.rows,
        "pages": _signed(one.pages if one.analyzed_pages is None else one.analyzed_pages),
        "all_visible": _signed(one.all_visible),
        "all_frozen": None if one.all_frozen is None else _signed(one.all_frozen),
    }


def _signed(pages: int) -> int:
    """Answers a number of pages as pg_class keeps it: beyond 16 TiB it is negative there."""
    within = min(pages, MOST_PAGES)
    return within - 2**32 if within >= 2**31 else within


def _missing(wanted: StatisticsSet, here: Mapping[str, Here]) -> Iterator[str]:
    """Answers what of a set has nothing here, and what is here and has nothing in the set."""
    for name, one in wanted.relations.items():
        if name not in here:
            yield f"{name} is in the statistics and not in the schema"
        elif not is_same_kind(one, here[name]):
            yield f"{name} is another kind of relation in the statistics than in the schema"
    for name, there in here.items():
        if name not in wanted.relations and there.file:
            yield f"{name} is not in the statistics: planned as if it were empty"


def _no_column(relation: str, name: str, column: Column, found: HereColumn | None) -> str:
    if found is None:
        return f"{relation} has no column {name}: its statistics are left out"
    return (
        f"{relation}.{name} is {found.type} and was {column.type}: its statistics are left out, "
        "as a change of type drops them"
    )
