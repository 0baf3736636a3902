"""Work that was put off, and not done since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        detail = f"{row['due']:.0f} are due"
        yield Sample("outbox_age_seconds", row["seconds"], detail=detail)
        yield Sample("outbox_due", row["due"])
        yield Sample("outbox_dead_letters", row["dead"])


METRIC = Metric(
    "outbox",
    (
        Family("outbox_age_seconds", "For how long the oldest work in the outbox is due"),
        Family("outbox_due", "Pieces of work that are due"),
        Family("outbox_dead_letters", "Pieces of work that failed too often to be tried again"),
    ),
    _read,
    (
        Rule("outbox_age", "outbox_age_seconds", "s", 300, 3600),
        Rule("outbox_dead_letters", "outbox_dead_letters", "", 0),
    ),
    needs=("public.referral_outbox",),
)
