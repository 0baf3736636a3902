"""How long statements take, by the differences of two looks at pg_stat_statements."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

_ID = "statement"
_MOST = 10  # statements that are told, those that took most of the time


def _read(asked: Asked) -> Iterator[Sample]:
    before = {row["id"]: row for row in asked.before}
    taken: list[tuple[Sample, Sample]] = []
    for row in asked.rows if asked.before else ():
        old = before.get(row["id"], {"calls": 0, "total_ms": 0})
        calls, total_ms = row["calls"] - old["calls"], row["total_ms"] - old["total_ms"]
        if calls > 0 and total_ms >= 0:
            mean = Sample(
                "statement_mean_milliseconds", total_ms / calls, row["id"], f"{calls:.0f} calls"
            )
            time = Sample("statement_busy_ratio", total_ms / 1000 / asked.seconds, row["id"])
            taken.append((mean, time))
    busiest = sorted(taken, key=lambda two: two[1].value, reverse=True)[:_MOST]
    slowest = max((mean for mean, _ in taken), key=attrgetter("value"), default=None)
    for mean, time in busiest:
        yield mean
        yield time
    if slowest and slowest not in [mean for mean, _ in busiest]:
        yield slowest


METRIC = Metric(
    "statements",
    (
        Family(
            "statement_mean_milliseconds",
            "Mean time of a statement's calls since the round before",
            _ID,
        ),
        Family(
            "statement_busy_ratio", "Seconds of the server in a second that a statement took", _ID
        ),
    ),
    _read,
    (Rule("slow_statements", "statement_mean_milliseconds", "ms", 1000, 5000),),
    needs_statements=True,
)
