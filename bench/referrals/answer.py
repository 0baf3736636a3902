"""What a run found beside what is promised. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench.referrals.measure import (
    BARE,
    FEATURES,
    GAIN,
    IMPACT,
    LARGE,
    OPTIMIZED,
    PAIRS,
    PLAIN,
    SINGLE,
    SIZE,
    SMALL,
    WITH,
    WITHOUT,
    WRITE,
    WRITING,
)
from bench.referrals.spread import Spread, spread_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.referrals.turns import Key, Times

HELD, MISSED, NOISY, NOT_JUDGED = "held", "MISSED", "too noisy", "not judged"
ROWS, FEW = 1_000_000, 10_000
LEAST_GAIN = 5.0  # the plain form over the optimized one, at a million referrals
MOST_LOSS = 1.0  # the optimized form over the plain one, at ten thousand
MOST_GROWTH = 1.3  # the optimized form at a million over at ten thousand
MOST_IMPACT = 1.02  # the CRM's features with referrals over without
LEAST_RATE = 0.5  # of inserts with their triggers over those without


@dataclass(frozen=True)
class Verdict:
    """A promise beside what was measured.

    Attributes:
        promise: in words.
        measured: in words, the median of the blocks and how far it can be told.
        outcome: `held`, `MISSED`, `too noisy` when the blocks differ too much for the bar to be
            told from the figure, or `not judged` for another size than the promise's.
    """

    promise: str
    measured: str
    outcome: str


@dataclass(frozen=True)
class Answer:
    """The figures of a run.

    Attributes:
        rows: referrals of the large database.
        few: referrals of the small one.
        server: its version.
        machine: processors and load, in words.
        times: of all calls.
    """

    rows: int
    few: int
    server: str
    machine: str
    times: Times

    def verdicts(self) -> tuple[Verdict, ...]:
        """Answers each promise with its outcome."""
        return (*self._gains(), *self._growth(), *self._impact(), self._writing())

    def _gains(self) -> Iterator[Verdict]:
        for job, name in PAIRS.items():
            gain = self._ratio(GAIN, (job, BARE, LARGE), (job, OPTIMIZED, LARGE))
            promise = f"{name}: at least {LEAST_GAIN:.0f} times faster than plain, large"
            yield self._verdict(promise, gain, LEAST_GAIN, _times, is_least=True)
            by = SIZE if job in SINGLE else GAIN
            if (job, PLAIN, SMALL) in self.times.blocks[by]:
                loss = self._ratio(by, (job, OPTIMIZED, SMALL), (job, PLAIN, SMALL))
                promise = f"{name}: no slower than plain, small"
                yield self._verdict(promise, loss, MOST_LOSS, _part)

    def _growth(self) -> Iterator[Verdict]:
        for job in SINGLE:
            growth = self._ratio(SIZE, (job, OPTIMIZED, LARGE), (job, OPTIMIZED, SMALL))
            promise = f"{PAIRS[job]}: at most {MOST_GROWTH} times slower from small to large"
            yield self._verdict(promise, growth, MOST_GROWTH, _times)

    def _impact(self) -> Iterator[Verdict]:
        for job, name in FEATURES.items():
            impact = self._ratio(IMPACT, (job, "", WITH), (job, "", WITHOUT))
            promise = f"{name}: at most {MOST_IMPACT - 1:.0%} slower with referrals"
            yield self._verdict(promise, impact, MOST_IMPACT, _change)

    def _writing(self) -> Verdict:
        rate = self._ratio(WRITING, (WRITE, "", WITHOUT), (WRITE, "", WITH))
        promise = "writing a referral with its triggers: at least half the rate without"
        return self._verdict(promise, rate, LEAST_RATE, _part, is_least=True)

    def _ratio(self, comparison: str, ours: Key, theirs: Key) -> Spread:
        return spread_of(self.times.ratios(comparison, ours, theirs))

    def _verdict(
        self,
        promise: str,
        found: Spread,
        bar: float,
        words: Callable[[Spread], str],
        *,
        is_least: bool = False,
    ) -> Verdict:
        if (self.rows, self.few) != (ROWS, FEW):
            outcome = NOT_JUDGED
        elif found.is_around(bar):
            outcome = NOISY
        else:
            outcome = HELD if (found.middle >= bar) == is_least else MISSED
        return Verdict(promise, words(found), outcome)

    def text(self) -> str:
        """Answers the run for a terminal."""
        head = (
            f"{self.rows:,} referrals (large) and {self.few:,} (small); PostgreSQL {self.server}, "
            f"{self.machine}\n"
        )
        return "\n".join([head, *self._calls(), "", *self._promises()]) + "\n"

    def _calls(self) -> Iterator[str]:
        for what, form, where, middle, half in self.calls():
            name = f"{what}, {form}" if form else what
            yield f"{name:<40}{where:<9}{middle:>12} µs  ({half})"

    def calls(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Answers of each call its name, form, place, median and middle half in microseconds."""
        names = PAIRS | FEATURES | {WRITE: "one insert"}
        for (job, form, where), found in sorted(
            self.times.seconds().items(), key=lambda item: list(names).index(item[0][0])
        ):
            yield names[job], form, where, f"{median(found) * 1e6:,.0f}", _half(found)

    def _promises(self) -> Iterator[str]:
        for one in self.verdicts():
            yield f"{one.outcome:<11}{one.measured:>24}  {one.promise}"

    def as_dict(self) -> dict[str, object]:
        """Answers the run as JSON-ready values; the seconds by comparison, block and turn."""
        return {
            "rows": self.rows,
            "few": self.few,
            "server": self.server,
            "machine": self.machine,
            "seconds": {
                comparison: {", ".join(filter(None, key)): one for key, one in of_all.items()}
                for comparison, of_all in self.times.blocks.items()
            },
            "promises": [vars(one) for one in self.verdicts()],
        }


def _times(found: Spread) -> str:
    return f"{found.middle:.2f} ± {found.error:.2f} times"


def _part(found: Spread) -> str:
    return f"{found.middle:.2f} ± {found.error:.2f} of it"


def _change(found: Spread) -> str:
    return f"{found.middle - 1:+.1%} ± {found.error:.1%}"


def _half(found: Sequence[float]) -> str:
    ordered = sorted(found)
    first, last = ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4]
    return f"{first * 1e6:,.0f}–{last * 1e6:,.0f}"
