"""Indexes that are bloated, unused or invalid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.monitor.metric import Row

_MEGABYTE = 1e6
_LEAST_BYTES = 8 * _MEGABYTE  # a smaller one is not worth a look
_FILL = 0.9  # how full B-trees are made


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        name, size = row["name"], row["bytes"]
        if not row["is_valid"]:
            if not row["is_being_built"]:
                yield Sample("invalid_index", 1, name, "a concurrent build or rebuild left it")
            continue
        wasted = _wasted(row)
        if wasted is not None and size >= _LEAST_BYTES:
            detail = f"{size / _MEGABYTE:.0f} MB, by an estimate from its rows"
            yield Sample("index_bloat_percent", wasted, name, detail)
        if _is_unused(row, asked.unused_after_s):
            detail = f"not read for {row['known_s'] / 86400:.0f} days"
            yield Sample("unused_index_megabytes", size / _MEGABYTE, name, detail)


def _wasted(row: Row) -> float | None:
    """How much of a B-tree would go if it were built anew, in percent: an estimate.

    Entries that share their key take less than is reckoned with, so it is rather too little.
    """
    if row["method"] != "btree" or not row["rows"] or not row["entry_bytes"]:
        return None
    needed = row["rows"] * row["entry_bytes"] / _FILL
    return float(max(0, 100 * (1 - needed / row["bytes"])))


def _is_unused(row: Row, after_s: float) -> bool:
    return not row["scans"] and not row["is_needed"] and row["known_s"] >= after_s


METRIC = Metric(
    "indexes",
    (
        Family("index_bloat_percent", "Part of an index that would go if it were rebuilt", "index"),
        Family("unused_index_megabytes", "Size of an index that nobody has read", "index"),
        Family("invalid_index", "An index that is written and never read", "index"),
    ),
    _read,
    (
        Rule("index_bloat", "index_bloat_percent", "%", 50, 80),
        Rule("unused_indexes", "unused_index_megabytes", "MB", 10),
        Rule("invalid_indexes", "invalid_index", "", 0),
    ),
)
