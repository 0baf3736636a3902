"""Dead rows, and statistics that are old."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.monitor.metric import Row

_LEAST_ROWS = 10_000  # dead ones; fewer cost nothing
_CHANGED = 0.1  # of the rows, as autovacuum has it


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        whole = row["live"] + row["dead"]
        if row["dead"] >= _LEAST_ROWS:
            detail = f"{row['dead']:.0f} dead rows beside {row['live']:.0f}"
            yield Sample("dead_rows_percent", 100 * row["dead"] / whole, row["name"], detail)
        if _has_changed(row):
            detail = f"{row['changed']:.0f} rows have changed since"
            yield Sample("statistics_age_seconds", row["analyze_age"], row["name"], detail)


def _has_changed(row: Row) -> bool:
    return bool(row["changed"] >= max(_LEAST_ROWS / 10, _CHANGED * row["live"]))


METRIC = Metric(
    "tables",
    (
        Family("dead_rows_percent", "Part of a table's rows that vacuum has not removed", "table"),
        Family("statistics_age_seconds", "How long ago a changed table was analyzed", "table"),
    ),
    _read,
    (
        Rule("table_bloat", "dead_rows_percent", "%", 30, 60),
        # They are made daily: one day and a half is one run that did not come.
        Rule("statistics_age", "statistics_age_seconds", "s", 36 * 3600, 7 * 24 * 3600),
    ),
)
