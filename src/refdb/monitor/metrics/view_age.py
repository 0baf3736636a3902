"""How old materialized views are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        detail = f"its last refresh took {row['duration_ms']:.0f} ms"
        yield Sample("view_age_seconds", row["age"], row["view_name"], detail)
        yield Sample("view_stale_seconds", row["stale"], row["view_name"], detail)


METRIC = Metric(
    "view_age",
    (
        Family("view_age_seconds", "How long ago a materialized view was refreshed", "view"),
        Family("view_stale_seconds", "For how long there is what it does not show", "view"),
    ),
    _read,
    (
        # It is refreshed every 6 hours whatever happens, and 5 minutes after a change.
        Rule("view_age", "view_age_seconds", "s", 6 * 3600 + 600, 12 * 3600),
        Rule("view_stale", "view_stale_seconds", "s", 600, 3600),
    ),
    needs=("public.referral_view_refreshes",),
)
