"""What the application's pools have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        yield Sample("pool_free_connections", row["free"], row["pool_name"])


METRIC = Metric(
    "pools",
    (Family("pool_free_connections", "Connections that a pool could hand out at once", "pool"),),
    _read,
    (Rule("pool_connections", "pool_free_connections", "free", critical=2, is_below=True),),
    needs=("public.referral_pool_states",),
)
