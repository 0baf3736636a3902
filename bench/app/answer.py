"""What a run has found, and whether the promises are kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Seconds that a call may be held up by an ill Redis.
_MOST = 0.05
#: Two figures of a mix: with Redis, and without.
Both = tuple[float, float]


def quantile(values: Sequence[float], part: float) -> float:
    """Answers the value that a part of the values is not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


@dataclass(frozen=True)
class Mix:
    """A workload on both sides; seconds."""

    is_skewed: bool
    reads: int
    writes: int
    different: int
    hit_ratio: float
    transactions: tuple[int, int]
    statements: tuple[int, int]
    read_p50: Both
    read_p95: Both
    all_p95: Both
    write_p50: Both

    @property
    def fewer(self) -> float:
        """How many of the transactions are saved, from 0 to 1."""
        return 1 - self.transactions[0] / self.transactions[1]


@dataclass(frozen=True)
class Promise:
    """A promise: at least so much."""

    what: str
    found: float
    least: float

    @property
    def held(self) -> bool:
        """Whether it is kept."""
        return self.found >= self.least


@dataclass(frozen=True)
class Answer:
    """A run.

    Attributes:
        load: of the machine, before and after: processes that want a core.
        same_query: the layer's rate beside bare psycopg with the same prepared query, by turn.
        transaction: the same beside begin, settings, query and commit, one after the other.
        held_up: seconds that each call spent on a Redis that stands still.
        mixes: everybody refers alike, and who is read often refers often.
    """

    rows: int
    students: int
    operations: int
    server: str
    load: Both
    cores: int
    same_query: tuple[float, ...]
    transaction: tuple[float, ...]
    held_up: tuple[float, ...]
    mixes: tuple[Mix, ...]

    def promises(self) -> list[Promise]:
        """Answers each promise, judged by the first mix."""
        mix = self.mixes[0]
        same = sum(one.different == 0 for one in self.mixes)
        return [
            Promise("hits among the reads", mix.hit_ratio, 0.95),
            Promise("transactions of the database that are saved", mix.fewer, 0.90),
            Promise("95th percentile of the reads, without to with", _ratio(mix.read_p95), 5.0),
            Promise("rate beside bare psycopg, the same query", median(self.same_query), 0.8),
            Promise("50 ms by the most spent on a still Redis", _MOST / max(self.held_up), 1.0),
            Promise("workloads in which every answer was the same", same, len(self.mixes)),
        ]


def _ratio(both: Both) -> float:
    return both[1] / both[0]
