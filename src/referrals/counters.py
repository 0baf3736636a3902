"""What a process has counted, as plain values that a monitor can read."""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

#: Durations kept of a kind of call between two reports: a fair sample when there are more.
_SAMPLE = 100


@dataclass(frozen=True, slots=True)
class Counters:
    """One look at a process. Every number counts from its start but for the states of now.

    Attributes:
        name: the pool's.
        hits: answers from Redis that were fresh.
        misses: answers made anew and offered to Redis: rebuilds.
        stale: old answers served while somebody made them anew.
        waits: callers that waited for somebody else's answer.
        bypassed: answers made without Redis, which could not be asked.
        corrupt: entries that were not what was written.
        unkept: answers that Redis did not take.
        changes: changes heard of from the database.
        connects: how often the listener has connected; each time all entries were given up.
        redis_state, database_state: of the breakers: closed, open, half-open.
        redis_opened, database_opened: how often they opened.
        pool_size, pool_free, pool_waiting: connections, those that nobody has, calls that wait.
        refused: calls that a bulkhead sent away.
        analytics_on_standby, analytics_on_primary: where analytics were read.
    """

    name: str
    hits: int
    misses: int
    stale: int
    waits: int
    bypassed: int
    corrupt: int
    unkept: int
    changes: int
    connects: int
    redis_state: str
    redis_opened: int
    database_state: str
    database_opened: int
    pool_size: int
    pool_free: int
    pool_waiting: int
    refused: int
    analytics_on_standby: int
    analytics_on_primary: int

    @property
    def hit_ratio(self) -> float | None:
        """Answers from Redis among all that could be; None before the first."""
        served = self.hits + self.stale
        asked = served + self.misses + self.bypassed
        return served / asked if asked else None

    def as_dict(self) -> dict[str, Any]:
        """Answers all of it, the ratio too, as JSON can hold it."""
        return {**asdict(self), "hit_ratio": self.hit_ratio}


@dataclass(frozen=True, slots=True)
class Call:
    """How long a call took; seconds."""

    kind: str
    seconds: float
    is_error: bool


class Counting:
    """Counts from many threads, and keeps a sample of durations."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()
        self._calls: dict[str, list[Call]] = {}

    def add(self, what: str) -> None:
        """Counts one."""
        with self._lock:
            self._counts[what] += 1

    def count(self, what: str) -> int:
        """Answers how many there were."""
        return self._counts[what]

    def time(self, call: Call) -> None:
        """Takes a duration down."""
        with self._lock:
            self._seen[call.kind] += 1
            kept = self._calls.setdefault(call.kind, [])
            if len(kept) < _SAMPLE:
                kept.append(call)
                return
            place = random.randrange(self._seen[call.kind])  # noqa: S311 - no secret
            if place < _SAMPLE:
                kept[place] = call

    def take_calls(self) -> list[Call]:
        """Answers the durations since the last time."""
        with self._lock:
            taken = [one for kept in self._calls.values() for one in kept]
            self._calls.clear()
            self._seen.clear()
        return taken
