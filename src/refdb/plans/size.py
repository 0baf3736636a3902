"""What plans are made on: so many rows, a statistics set, or a target as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from refdb.explain import how_many

if TYPE_CHECKING:
    from refdb.tree import Contract

#: Rows of sample data that are loaded where queries are run and nothing says how many.
LOADED_ROWS: Final = 10_000
_STEP = 10  # times as many rows from one size to the next, up to a horizon


@dataclass(frozen=True, order=True)
class Size:
    """What a plan is made on; every contract that asks for the same shares one database.

    Attributes:
        rows: rows of sample data, or as many as the statistics say; 0 where others say it.
        statistics: the name of a statistics set.
        target: a target in words, whose own rows and statistics count.
        is_loaded: whether the rows are there, so that queries can be run.
    """

    rows: int = 0
    statistics: str = ""
    target: str = ""
    is_loaded: bool = False

    def __str__(self) -> str:
        """The size in words."""
        if self.target or self.statistics:
            return self.target or f"statistics {self.statistics}"
        return f"sample data {self.rows:,}" if self.is_loaded else how_many(self.rows)


#: Of a database of which nothing is known but that it can be planned on.
NO_SIZE = Size()


def sizes_of(contract: Contract, own: Size) -> tuple[Size, ...]:
    """Answers what a contract is to be planned on, the smallest first.

    Its own sizes and statistics sets, each for itself; where it names none, the run's size. One
    that must hold up to a horizon is planned at ten times as many rows again and again, up to it.
    One that promises how many rows really come needs them there.

    Args:
        contract: the contract.
        own: the run's own size.
    """
    named = [Size(statistics=one) for one in contract.statistics]
    is_loaded = own.is_loaded or contract.counts_rows
    sizes = {Size(rows=one, is_loaded=is_loaded) for one in contract.sizes}
    if not sizes and not named:
        needs_rows = contract.counts_rows and not own.is_loaded
        sizes = {Size(rows=LOADED_ROWS, is_loaded=True) if needs_rows else own}
    if contract.holds_to:
        most = max((one.rows for one in sizes), default=0) or LOADED_ROWS
        sizes |= {Size(rows=one) for one in _up_to(contract.holds_to, most)}
    return (*sorted(sizes), *named)


def _up_to(horizon: int, rows: int) -> list[int]:
    steps = [horizon]
    while rows * _STEP < horizon:
        rows *= _STEP
        steps.append(rows)
    return steps
