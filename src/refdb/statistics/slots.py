"""Column statistics as the export's queries give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.statistics.columns import ColumnStatistics, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping


def column_statistics(row: Mapping[str, Any]) -> ColumnStatistics:
    """Answers what a row with `nulls`, `width`, `distinct` and `slots` says."""
    slots = (
        Slot(
            kind,
            operator,
            collation,
            None if numbers is None else tuple(float(one) for one in numbers),
            None if values is None else tuple(values),
        )
        for kind, operator, collation, numbers, values in filter(None, row["slots"])
    )
    ordered = tuple(sorted(slots, key=lambda slot: slot.kind))
    return ColumnStatistics(row["nulls"], row["width"], row["distinct"], ordered)
