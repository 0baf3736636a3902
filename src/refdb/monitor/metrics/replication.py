"""How far standbys are behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        detail = f"{row['bytes'] / 1e6:.1f} MB of the log"
        yield Sample("replication_lag_seconds", row["seconds"], row["standby"], detail)
        yield Sample("replication_lag_bytes", row["bytes"], row["standby"])


METRIC = Metric(
    "replication",
    (
        Family("replication_lag_seconds", "How long a standby is behind", "standby"),
        Family(
            "replication_lag_bytes", "How much of the log a standby has not replayed", "standby"
        ),
    ),
    _read,
    (
        Rule("replication_lag", "replication_lag_seconds", "s", 10, 60),
        Rule("replication_backlog", "replication_lag_bytes", "bytes", 2**30, 10 * 2**30),
    ),
)
