"""How far the median of a few figures can be told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# The notch of a box plot: two medians that are further apart differ, 19 times in 20.
_NOTCH = 1.57


@dataclass(frozen=True)
class Spread:
    """A median and its uncertainty.

    Attributes:
        middle: the median.
        error: half the width of the range in which the true one lies, 19 times in 20.
    """

    middle: float
    error: float

    def is_around(self, bar: float) -> bool:
        """Answers whether the bar lies in that range, so that neither side of it is shown."""
        return abs(self.middle - bar) <= self.error


def spread_of(found: Sequence[float]) -> Spread:
    """Answers the spread of one figure a block.

    Args:
        found: the figures; one alone has no spread that could be told, and is taken as exact.
    """
    if len(found) == 1:
        return Spread(found[0], 0.0)
    first, _, third = quantiles(found, n=4, method="inclusive")
    return Spread(median(found), _NOTCH * (third - first) / len(found) ** 0.5)
