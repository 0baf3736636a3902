"""Whether the target answers at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read(asked: Asked) -> Iterator[Sample]:
    (row,) = asked.rows
    yield Sample("up", row["up"], detail=row["reason"])
    if row["up"]:
        yield Sample("round_seconds", row["seconds"])


METRIC = Metric(
    "target",
    (
        Family("up", "Whether the target answers"),
        Family("round_seconds", "How long it took to ask for all this, the way included"),
    ),
    _read,
    (Rule("target", "up", "", critical=1, is_below=True),),
)
