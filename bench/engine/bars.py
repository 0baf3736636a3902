"""What refdb promises of its speed, and whether a run keeps it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.engine.trees import Sizes

if TYPE_CHECKING:
    from bench.engine.results import Result

HELD, MISSED = "held", "MISSED"
NOT_MEASURED, NOT_JUDGED = "not measured", "not judged"


@dataclass(frozen=True)
class Bar:
    """A promise: refdb's median over another's is at most so much.

    Attributes:
        job: what is measured.
        against: the other one.
        most: the ratio that is still good.
        words: the promise as people say it.
    """

    job: str
    against: str
    most: float
    words: str


@dataclass(frozen=True)
class Verdict:
    """A promise beside what was measured.

    Attributes:
        job: what is measured.
        against: the other one; empty where refdb is measured alone.
        words: the promise.
        measured: the figure in words; empty without one.
        outcome: `held`, `MISSED`, `not measured` or `not judged`.
    """

    job: str
    against: str
    words: str
    measured: str
    outcome: str


#: The sizes that the promises are about.
SIZES = Sizes()

BARS = (
    Bar("apply", "psql", 1.1, "at most 1.1 times psql"),
    Bar("apply", "dbmate", 1.0, "quicker than dbmate"),
    Bar("apply", "alembic", 1.0, "quicker than alembic"),
    Bar("apply", "node-pg-migrate", 1.0, "quicker than node-pg-migrate"),
    Bar("apply", "yoyo", 1 / 5, "at least 5 times quicker than yoyo"),
    Bar("nothing", "yoyo", 1.0, "no slower than yoyo"),
    Bar("status", "yoyo", 1.0, "no slower than yoyo"),
    Bar("rollback", "psql", 1.2, "at most 1.2 times psql"),
    Bar("rollback", "yoyo", 1 / 8, "at least 8 times quicker than yoyo"),
    Bar("statements", "psql", 1.15, "at most 1.15 times psql -1"),
)
MOST_MEMORY_MB = 120.0


def verdicts(result: Result) -> list[Verdict]:
    """Answers each promise about what was asked for, with its outcome."""
    found = [_ratio_verdict(result, bar) for bar in BARS if bar.job in result.run.jobs]
    return found + (_memory_and_locks(result) if "many" in result.run.jobs else [])


def _ratio_verdict(result: Result, bar: Bar) -> Verdict:
    ratio = result.ratio(bar.job, bar.against)
    if ratio is None:
        return Verdict(bar.job, bar.against, bar.words, "", NOT_MEASURED)
    quicker = bar.most < 1 and ratio.value > 0
    words = f"{1 / ratio.value:.1f} times quicker" if quicker else f"{ratio.value:.2f} times"
    judged = _outcome(result, ratio.value <= bar.most)
    return Verdict(bar.job, bar.against, bar.words, words, judged)


def _memory_and_locks(result: Result) -> list[Verdict]:
    memory = result.memory("many", "refdb")
    promised = f"at most {MOST_MEMORY_MB:.0f} MB"
    locks = result.locks
    if memory is None or locks is None:
        return [Verdict("many", "", words, "", NOT_MEASURED) for words in (promised, _LOCKS)]
    small = _outcome(result, memory <= MOST_MEMORY_MB)
    few = HELD if locks.many <= locks.one else MISSED  # at any size
    return [
        Verdict("many", "", promised, f"{memory:.0f} MB", small),
        Verdict("many", "", _LOCKS, f"{locks.many}, of one alone {locks.one}", few),
    ]


_LOCKS = "no more locks held than one migration needs"


def _outcome(result: Result, is_kept: bool) -> str:
    if result.run.sizes != SIZES:
        return NOT_JUDGED
    return HELD if is_kept else MISSED
