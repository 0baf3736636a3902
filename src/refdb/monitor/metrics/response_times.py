"""How long the application's queries take, by what it has written down of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.monitor.metric import Asked, Metric, Rule
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPE = "query_type"


def _read(asked: Asked) -> Iterator[Sample]:
    for row in asked.rows:
        kind, count = str(row[_TYPE]), row["measurements"]
        for name in ("p50", "p95", "p99"):
            detail = f"{count} measured, p50 {row['p50']:.0f} ms, p99 {row['p99']:.0f} ms"
            yield Sample(f"response_time_{name}_milliseconds", row[name], kind, detail)
        yield Sample("responses", count, kind)
    counts = [(row["measurements"], row["errors"]) for row in asked.rows]
    whole, errors = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    if whole:
        yield Sample("errors_percent", 100 * errors / whole, detail=f"{errors} of {whole} failed")


METRIC = Metric(
    "response_times",
    (
        Family("response_time_p50_milliseconds", "Median of the response times", _TYPE),
        Family("response_time_p95_milliseconds", "95th percentile of the response times", _TYPE),
        Family("response_time_p99_milliseconds", "99th percentile of the response times", _TYPE),
        Family("responses", "How many responses were measured in the window", _TYPE),
        Family("errors_percent", "Part of the measured responses that failed"),
    ),
    _read,
    (
        Rule("response_time", "response_time_p95_milliseconds", "ms", is_target=True),
        Rule("errors", "errors_percent", "%", immediate=1),
    ),
    needs=("public.referral_performance_metrics",),
)
