"""What a run found, and the figures that follow from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.engine.timing import Timing
    from bench.engine.trees import Sizes

_NOISY = 0.25  # of its median: the spread at which the floor says more of the machine than of us

#: What is measured, in this order, and how tables call it.
JOBS: dict[str, str] = {
    "apply": "{migrations:,} migrations from nothing",
    "nothing": "apply with nothing to do over {migrations:,}",
    "status": "status over {migrations:,}",
    "rollback": "roll all {migrations:,} back",
    "statements": "one file of {statements:,} statements",
    "many": "{many:,} migrations from nothing",
}


@dataclass(frozen=True)
class Run:
    """What was asked for, and where.

    Attributes:
        jobs: what is measured.
        sizes: how much of it.
        rounds: how many times.
        seed: of the order within a round.
        versions: of each contender; None for one that is not here.
        remedies: what to do about those that are not here, by their names.
        expected: which measurements of which contenders make a row, measured or not.
        machine: processors, load when it began, server, settings: name to value.
    """

    jobs: tuple[str, ...]
    sizes: Sizes
    rounds: int
    seed: int
    versions: Mapping[str, str | None]
    remedies: Mapping[str, str]
    expected: frozenset[tuple[str, str]]
    machine: Mapping[str, str]


@dataclass(frozen=True)
class Locks:
    """The most locks of refdb's session at the end of a migration's file, its transaction open.

    Attributes:
        many: over all migrations of a large tree.
        one: of a tree of one.
    """

    many: int
    one: int


@dataclass(frozen=True)
class Ratio:
    """refdb's time over another's: of the medians, and the least and most of single rounds."""

    value: float
    least: float
    most: float


@dataclass(frozen=True)
class Result:
    """What a run found.

    Attributes:
        run: what was asked for.
        timings: by measurement and contender, one a round.
        failures: by measurement and contender, what a failed command printed.
        locks: of refdb; None when they were not looked at.
    """

    run: Run
    timings: Mapping[tuple[str, str], Sequence[Timing]]
    failures: Mapping[tuple[str, str], str]
    locks: Locks | None = None

    def seconds(self, job: str, name: str) -> list[float]:
        """Answers the times of a contender, one a round."""
        return [one.seconds for one in self.timings.get((job, name), ())]

    def memory(self, job: str, name: str) -> float | None:
        """Answers a contender's memory at the most, in MB."""
        return max((one.memory_mb for one in self.timings.get((job, name), ())), default=None)

    def ratio(self, job: str, against: str) -> Ratio | None:
        """Answers refdb's time over another's; None when one of them was not measured."""
        ours, theirs = self.seconds(job, "refdb"), self.seconds(job, against)
        if not ours or len(ours) != len(theirs):
            return None
        each = [mine / other for mine, other in zip(ours, theirs, strict=True)]
        return Ratio(median(ours) / median(theirs), min(each), max(each))

    def notes(self) -> list[str]:
        """Answers what a reader must know before believing the figures."""
        return [*self._missing(), *self._failed(), *self._doubts()]

    def _missing(self) -> list[str]:
        gone = [name for name, version in self.run.versions.items() if version is None]
        return [f"{name} is not measured: {self.run.remedies[name]}." for name in gone]

    def _failed(self) -> list[str]:
        return [
            f"{name} failed at {job}: {text.strip()}" for (job, name), text in self.failures.items()
        ]

    def _doubts(self) -> list[str]:
        noisy = [
            f"Too noisy for {job}: psql's own times are {spread_of(times):.0%} apart."
            for job in self.run.jobs
            if len(times := self.seconds(job, "psql")) > 1 and spread_of(times) > _NOISY
        ]
        once = ["One round: no spread is known."] if self.run.rounds == 1 else []
        kind = self.run.machine["file system"]
        disk = [] if kind == "tmpfs" else [f"The server's files are on {kind}, not in memory."]
        return noisy + once + disk


def spread_of(times: Sequence[float]) -> float:
    """Answers how far apart the least and the most are, as a share of the median."""
    return (max(times) - min(times)) / median(times)
