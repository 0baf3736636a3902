"""What a run found beside what is promised. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench.referrals.measure import (
    BARE,
    FEATURES,
    LARGE,
    OPTIMIZED,
    PAIRS,
    PLAIN,
    SMALL,
    WITH,
    WITHOUT,
    WRITE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROWS, FEW = 1_000_000, 10_000
LEAST_GAIN = 5.0  # the plain form over the optimized one, at a million referrals
MOST_LOSS = 1.0  # the optimized form over the plain one, at ten thousand
MOST_GROWTH = 1.3  # the optimized form at a million over at ten thousand
MOST_IMPACT = 1.02  # the CRM's features with referrals over without
MOST_TRIGGERS = 2.0  # an insert with its triggers over one without
# Calls for one referral, one student or one leaderboard; a bulk is a set.
_SINGLE = ("points", "dashboard", "leaderboard", "lookup")


@dataclass(frozen=True)
class Verdict:
    """A promise beside what was measured.

    Attributes:
        promise: in words.
        measured: in words.
        outcome: `held`, `MISSED`, or `not judged` for another size than the promise's.
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
        seconds: of a call by (job, form, size or side), one a round.
    """

    rows: int
    few: int
    server: str
    machine: str
    seconds: Mapping[tuple[str, str, str], Sequence[float]]

    def median(self, job: str, form: str, where: str) -> float | None:
        """Answers the median of a call in seconds; None where it is not measured."""
        found = self.seconds.get((job, form, where))
        return median(found) if found else None

    def verdicts(self) -> tuple[Verdict, ...]:
        """Answers each promise with its outcome."""
        return (*self._gains(), *self._growth(), *self._impact(), self._writing())

    def _gains(self) -> Iterator[Verdict]:
        for job, name in PAIRS.items():
            gain = self._ratio((job, BARE, LARGE), (job, OPTIMIZED, LARGE))
            yield self._verdict(
                f"{name}: at least {LEAST_GAIN:.0f} times faster than plain, large",
                f"{gain:.1f} times",
                is_kept=gain >= LEAST_GAIN,
            )
            if (job, PLAIN, SMALL) in self.seconds:
                loss = self._ratio((job, OPTIMIZED, SMALL), (job, PLAIN, SMALL))
                yield self._verdict(
                    f"{name}: no slower than plain, small",
                    f"{loss:.2f} of it",
                    is_kept=loss <= MOST_LOSS,
                )

    def _growth(self) -> Iterator[Verdict]:
        for job in _SINGLE:
            growth = self._ratio((job, OPTIMIZED, LARGE), (job, OPTIMIZED, SMALL))
            yield self._verdict(
                f"{PAIRS[job]}: at most {MOST_GROWTH} times slower from small to large",
                f"{growth:.2f} times",
                is_kept=growth <= MOST_GROWTH,
            )

    def _impact(self) -> Iterator[Verdict]:
        for job, name in FEATURES.items():
            impact = self._ratio((job, "", WITH), (job, "", WITHOUT))
            yield self._verdict(
                f"{name}: at most {MOST_IMPACT - 1:.0%} slower with referrals",
                f"{impact - 1:+.1%}",
                is_kept=impact <= MOST_IMPACT,
            )

    def _writing(self) -> Verdict:
        ratio = self._ratio((WRITE, "", WITH), (WRITE, "", WITHOUT))
        return self._verdict(
            "writing a referral with its triggers: at least half the rate without",
            f"{1 / ratio:.2f} of it",
            is_kept=ratio <= MOST_TRIGGERS,
        )

    def _ratio(self, ours: tuple[str, str, str], theirs: tuple[str, str, str]) -> float:
        return median(self.seconds[ours]) / median(self.seconds[theirs])

    def _verdict(self, promise: str, measured: str, *, is_kept: bool) -> Verdict:
        is_judged = (self.rows, self.few) == (ROWS, FEW)
        outcome = ("held" if is_kept else "MISSED") if is_judged else "not judged"
        return Verdict(promise, measured, outcome)

    def text(self) -> str:
        """Answers the run for a terminal."""
        head = (
            f"{self.rows:,} referrals (large) and {self.few:,} (small); PostgreSQL {self.server}, "
            f"{self.machine}\n"
        )
        return "\n".join([head, *self._calls(), "", *self._promises()]) + "\n"

    def _calls(self) -> Iterator[str]:
        for (job, form, where), found in self.seconds.items():
            name = (PAIRS | FEATURES | {WRITE: "one insert"})[job]
            spread = f"({min(found) * 1e6:,.0f}–{max(found) * 1e6:,.0f})"
            what = f"{name}, {form}" if form else name
            yield f"{what:<40}{where:<9}{median(found) * 1e6:>12,.0f} µs  {spread}"

    def _promises(self) -> Iterator[str]:
        for one in self.verdicts():
            yield f"{one.outcome:<11}{one.measured:>12}  {one.promise}"

    def as_dict(self) -> dict[str, object]:
        """Answers the run as JSON-ready values."""
        return {
            "rows": self.rows,
            "few": self.few,
            "server": self.server,
            "machine": self.machine,
            "seconds": {", ".join(filter(None, key)): one for key, one in self.seconds.items()},
            "promises": [vars(one) for one in self.verdicts()],
        }
