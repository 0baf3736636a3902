"""Which part of the leaderboards came from their cache table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule, percent
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST = 20  # readings


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        rate = percent(row["hits"], row["misses"], _LEAST)
        if rate is not None:
            detail = f"{row['misses']:.0f} of {row['hits'] + row['misses']:.0f} were built"
            yield Sample("leaderboard_hits_percent", rate, detail=detail)


METRIC = Metric(
    "leaderboard_cache",
    (Family("leaderboard_hits_percent", "Part of the leaderboards that came from the cache"),),
    _read,
    (Rule("leaderboard_cache", "leaderboard_hits_percent", "%", 80, is_below=True),),
    needs=(
        "public.referral_cache_samples",
        "public.referral_leaderboard_hits",
        "public.referral_leaderboard_misses",
    ),
)
