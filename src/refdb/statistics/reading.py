"""Reads a statistics set from the text of its file, and trusts nothing in it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from refdb.errors import did_you_mean
from refdb.statistics import values
from refdb.statistics.columns import (
    KIND_NAMES,
    OTHER_KIND,
    Column,
    ColumnStatistics,
    Combined,
    MostCommonRow,
    Slot,
)
from refdb.statistics.file import FORMAT
from refdb.statistics.given import Document
from refdb.statistics.values import (
    ExtendedStatistics,
    Gin,
    Index,
    Relation,
    Source,
    StatisticsSet,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from refdb.statistics.given import Given

_NUMBERS: Final = {name: kind for kind, name in KIND_NAMES.items()}
_FIRST_OTHER: Final = max(KIND_NAMES) + 1

_RELATIONS: Final = (
    values.TABLE,
    values.MATERIALIZED_VIEW,
    values.PARTITIONED_TABLE,
    values.INDEX,
    values.PARTITIONED_INDEX,
)


def read_set(text: str, file: str = "") -> StatisticsSet:
    """Answers the set that a file holds.

    Args:
        text: the file's text.
        file: its name, for errors.

    Raises:
        BadTreeError: it is no statistics set; says which value is wrong, and on which line.
    """
    given = Document(text, file).root()
    given.only("warning", "format", "source", "settings", "notes", "relations", "extended")
    form = given.get("format")
    if form.whole(1) > FORMAT:
        raise form.wrong("a newer refdb wrote this file", "Update refdb: pip install -U refdb")
    return StatisticsSet(
        source=_read_source(given.get("source")),
        settings={name: one.text() for name, one in given.get("settings", {}).members()},
        relations={name: _read_relation(one) for name, one in given.get("relations").members()},
        extended={name: _read_extended(one) for name, one in given.get("extended", {}).members()},
        notes=given.get("notes", []).texts(),
    )


def _read_source(given: Given) -> Source:
    given.only(*_names(Source))
    texts = {name: one.text() for name, one in given.members() if name != "version"}
    return Source(given.get("version").whole(1), **texts)


def _read_relation(given: Given) -> Relation:
    given.only(*_names(Relation))
    kind = given.get("kind").text()
    if kind not in _RELATIONS:
        raise given.get("kind").wrong(f"no relation is a {kind}", did_you_mean(kind, _RELATIONS))
    analyzed, frozen = (
        given.get(name).whole(most=values.MOST_PAGES) if given.has(name) else None
        for name in ("analyzed_pages", "all_frozen")
    )
    return Relation(
        kind=kind,
        rows=given.get("rows").number(-1),
        pages=given.get("pages").whole(most=values.MOST_PAGES),
        analyzed_pages=analyzed,
        all_visible=given.get("all_visible", 0).whole(most=values.MOST_PAGES),
        all_frozen=frozen,
        columns={name: _read_column(one) for name, one in given.get("columns", {}).members()},
        index=_read_index(given.get("index")) if given.has("index") else None,
    )


def _read_index(given: Given) -> Index:
    given.only(*_names(Index))
    limits = {"height": values.MOST_LEVELS, "revmap_pages": values.MOST_PAGES}
    height, revmap = (
        given.get(name).whole(most=most) if given.has(name) else None
        for name, most in limits.items()
    )
    return Index(
        table=given.get("table").text(),
        method=given.get("method").text(),
        order=given.get("order", 1).whole(1),
        height=height,
        gin=_read_gin(given.get("gin")) if given.has("gin") else None,
        revmap_pages=revmap,
    )


def _read_gin(given: Given) -> Gin:
    given.only(*_names(Gin))
    rows = ("pending_rows", "entries")  # the others are numbers of pages
    limits = {name: 2**63 - 1 if name in rows else values.MOST_PAGES for name in _names(Gin)}
    return Gin(**{name: one.whole(most=limits[name]) for name, one in given.members()})


def _read_column(given: Given) -> Column:
    given.only(*_names(Column))
    ends = None
    if given.has("ends"):
        low, high = given.get("ends").pair()
        ends = (low.text(), high.text())
    own, inherited = (
        _read_statistics(given.get(name)) if given.has(name) else None
        for name in ("own", "inherited")
    )
    return Column(given.get("type").text(), ends, own, inherited)


def _read_statistics(given: Given) -> ColumnStatistics:
    plain = ("nulls", "width", "distinct")
    others = [name for name, _ in given.members() if _is_other(name)]
    given.only(*plain, *_NUMBERS, *others)
    slots = [
        _read_slot(_NUMBERS.get(name) or int(name.removeprefix(OTHER_KIND)), one)
        for name, one in given.members()
        if name not in plain
    ]
    return ColumnStatistics(
        nulls=given.get("nulls").number(0, 1),
        width=given.get("width").whole(),
        distinct=given.get("distinct").number(-1),
        slots=tuple(sorted(slots, key=lambda slot: slot.kind)),
    )


def _is_other(name: str) -> bool:
    number = name.removeprefix(OTHER_KIND)
    return name.startswith(OTHER_KIND) and number.isdecimal() and int(number) >= _FIRST_OTHER


def _read_slot(kind: int, given: Given) -> Slot:
    given.only(*(name for name in _names(Slot) if name != "kind"))
    return Slot(
        kind=kind,
        operator=given.get("operator", "").text(),
        collation=given.get("collation", "").text(),
        numbers=given.get("numbers").numbers() if given.has("numbers") else None,
        values=given.get("values").texts() if given.has("values") else None,
    )


def _read_extended(given: Given) -> ExtendedStatistics:
    given.only(*_names(ExtendedStatistics))
    own, inherited = (
        _read_combined(given.get(name)) if given.has(name) else None
        for name in ("own", "inherited")
    )
    columns = given.get("columns", []).texts()
    return ExtendedStatistics(given.get("table").text(), columns, own, inherited)


def _read_combined(given: Given) -> Combined:
    given.only(*_names(Combined))
    expressions = given.get("expressions", {})
    return Combined(
        distinct=tuple(_read_names(one) for one in given.get("distinct", []).items()),
        dependencies=tuple(_read_names(one) for one in given.get("dependencies", []).items()),
        most_common=tuple(_read_row(one) for one in given.get("most_common", []).items()),
        expressions=tuple(_read_statistics(one) for _, one in expressions.members()),
    )


def _read_names(given: Given) -> tuple[tuple[str, ...], float]:
    names, number = given.pair()
    return names.texts(), number.number()


def _read_row(given: Given) -> MostCommonRow:
    given.check(isinstance(given.value, list) and len(given.value) == 3, "a list of three")  # noqa: PLR2004
    held, frequency, base = given.items()
    texts = (None if one.value is None else one.text() for one in held.items())
    return MostCommonRow(tuple(texts), frequency.number(0, 1), base.number(0, 1))


def _names(kind: type[Any]) -> Iterable[str]:
    return [one.name for one in fields(kind)]
