"""A statistics set as a file: JSON that a person can read, and of which a difference is small."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from refdb.statistics.columns import KIND_NAMES, OTHER_KIND
from refdb.statistics.layout import laid_out

if TYPE_CHECKING:
    from typing import Final

    from refdb.statistics.columns import Column, ColumnStatistics, Combined, Slot
    from refdb.statistics.values import ExtendedStatistics, Relation, StatisticsSet

#: Raised when a file is no longer what an older refdb can read.
FORMAT: Final = 1

WARNING: Final = (
    "This file holds real values of the database it was read from. "
    "Keep it as you keep the data, or export it with --redact."
)


def written(whole: StatisticsSet) -> str:
    """Answers a set as the text of a file; equal sets give equal texts.

    Args:
        whole: the set.
    """
    warning = {"warning": WARNING} if whole.has_values else {}
    return laid_out(
        warning
        | {
            "format": FORMAT,
            "source": _plain(whole.source),
            "settings": dict(whole.settings),
            "notes": list(whole.notes),
            "relations": {name: _relation(one) for name, one in whole.relations.items()},
            "extended": {name: _extended(one) for name, one in whole.extended.items()},
        }
    )


def _plain(value: Any) -> dict[str, Any]:
    """Answers a flat value's attributes, those that say nothing left out."""
    found = ((one.name, getattr(value, one.name), one.default) for one in fields(value))
    return {name: _number(held) for name, held, default in found if held != default}


def _number(value: Any) -> Any:
    """Answers a number as short as it can be written: 5 and not 5.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _relation(one: Relation) -> dict[str, Any]:
    plain: dict[str, Any] = {"rows": _number(one.rows), "pages": one.pages}
    plain |= {name: held for name, held in _plain(one).items() if name not in {"columns", "index"}}
    if one.columns:
        plain["columns"] = {name: _column(column) for name, column in one.columns.items()}
    if one.index:
        plain["index"] = _plain(one.index)
        if one.index.gin:
            plain["index"]["gin"] = _plain(one.index.gin)
    return plain


def _column(one: Column) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": one.type}
    if one.ends:
        plain["ends"] = list(one.ends)
    if one.own:
        plain["own"] = _statistics(one.own)
    if one.inherited:
        plain["inherited"] = _statistics(one.inherited)
    return plain


def _statistics(one: ColumnStatistics) -> dict[str, Any]:
    plain: dict[str, Any] = {name: _number(getattr(one, name)) for name in ("nulls", "distinct")}
    slots = {
        KIND_NAMES.get(slot.kind, f"{OTHER_KIND}{slot.kind}"): _slot(slot) for slot in one.slots
    }
    return plain | {"width": one.width} | slots


def _slot(one: Slot) -> dict[str, Any]:
    lists: dict[str, Any] = {}
    if one.numbers is not None:
        lists["numbers"] = [_number(number) for number in one.numbers]
    if one.values is not None:
        lists["values"] = list(one.values)
    texts = {"operator": one.operator, "collation": one.collation}
    return lists | {name: text for name, text in texts.items() if text}


def _extended(one: ExtendedStatistics) -> dict[str, Any]:
    plain: dict[str, Any] = {"table": one.table, "columns": list(one.columns)}
    for name, held in (("own", one.own), ("inherited", one.inherited)):
        if held:
            plain[name] = _combined(held)
    return plain


def _combined(one: Combined) -> dict[str, Any]:
    rows = [[list(row.values), row.frequency, row.base_frequency] for row in one.most_common]
    plain: dict[str, Any] = {
        "distinct": [[list(names), _number(count)] for names, count in one.distinct],
        "dependencies": [[list(names), _number(degree)] for names, degree in one.dependencies],
        "most_common": rows,
    }
    plain = {name: held for name, held in plain.items() if held}
    if one.expressions:
        numbered = enumerate(one.expressions, start=1)
        plain["expressions"] = {str(number): _statistics(each) for number, each in numbered}
    return plain
