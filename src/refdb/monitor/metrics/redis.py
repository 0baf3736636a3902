"""The application's Redis: what it says of itself, and what the application counts there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from refdb.monitor.metric import Asked, Metric, Rule, percent
from refdb.monitor.values import Family, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The hash in which each process of the application leaves its counters as JSON, with `at`.
COUNTERS = "referrals:counters"
_LEAST = 20  # answers
_LIVING_S = 300.0  # a process that has said nothing for longer is gone
_ROW = "hits", "misses"


def counted(told: Mapping[str, str], now: float) -> Mapping[str, float]:
    """Answers hits and misses of all processes that are there; what is nonsense counts nothing.

    Args:
        told: what each process said.
        now: seconds since 1970.
    """
    living = [one for one in map(_values, told.values()) if now - one.get("at", 0) < _LIVING_S]
    return {name: sum(one.get(name, 0) for one in living) for name in _ROW}


def _values(text: str) -> dict[str, float]:
    try:
        values = json.loads(text)
    except ValueError:
        return {}
    items = values.items() if isinstance(values, dict) else ()
    return {name: float(value) for name, value in items if _is_number(value)}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read(asked: Asked) -> Iterator[Sample]:
    (row,) = asked.rows
    yield Sample("redis_up", row["up"], detail=str(row.get("reason", "")))
    if not row["up"]:
        return
    hits, misses = asked.grown("hits"), asked.grown("misses")
    if hits is None or misses is None:
        hits, misses = row["hits"], row["misses"]
    rate = percent(hits, misses, _LEAST)
    if rate is not None:
        yield Sample(
            "redis_hits_percent", rate, detail=f"{misses:.0f} of {hits + misses:.0f} were built"
        )
    yield Sample("redis_memory_bytes", row["used"])
    yield Sample("redis_clients", row["clients"])
    if row["most"]:
        yield Sample("redis_memory_percent", 100 * row["used"] / row["most"])


METRIC = Metric(
    "redis",
    (
        Family("redis_up", "Whether Redis answers"),
        Family("redis_hits_percent", "Part of the application's answers that came from Redis"),
        Family("redis_memory_bytes", "Memory that Redis takes"),
        Family("redis_memory_percent", "The same as a part of its maxmemory"),
        Family("redis_clients", "Connections to Redis"),
    ),
    _read,
    (
        Rule("redis", "redis_up", "", critical=1, is_below=True),
        Rule("redis_cache", "redis_hits_percent", "%", 80, is_below=True),
        Rule("redis_memory", "redis_memory_percent", "%", 90, 99),
    ),
)
