"""Replication slots that keep the log from being removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        detail = "in use" if row["is_active"] else "nobody uses it"
        yield Sample("replication_slot_bytes", row["bytes"], row["slot"], detail)


METRIC = Metric(
    "replication_slots",
    (Family("replication_slot_bytes", "How much of the log a slot keeps", "slot"),),
    _read,
    (Rule("replication_slots", "replication_slot_bytes", "bytes", 2**30, 10 * 2**30),),
)
