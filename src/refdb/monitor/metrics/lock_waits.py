"""Sessions that wait for locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read(asked: Asked) -> Iterator[Sample]:
    yield Sample("lock_waits", len(asked.rows))
    longest = max(asked.rows, key=lambda row: float(row["seconds"]), default=None)
    detail = ""
    if longest:
        detail = f"pid {longest['pid']} waits for {longest['blockers']}: {longest['query']}"
    yield Sample("longest_lock_wait_seconds", longest["seconds"] if longest else 0, detail=detail)


METRIC = Metric(
    "lock_waits",
    (
        Family("lock_waits", "Sessions that wait for a lock"),
        Family("longest_lock_wait_seconds", "How long the longest of them has waited"),
    ),
    _read,
    (Rule("lock_waits", "longest_lock_wait_seconds", "s", 2, 30),),
)
