"""Proves migrations: up, down and up again, then the whole chain down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.prove import findings as found
from refdb.prove.climb import climb
from refdb.prove.descend import Descent
from refdb.prove.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from refdb.findings import Finding
    from refdb.prove.stage import Ground
    from refdb.prove.values import Chain, Proof
    from refdb.tree import Migration


@dataclass(frozen=True)
class Proofs:
    """What a run proved.

    Attributes:
        each: one for each migration that was proved, in order.
        chain: the way down from the top.
    """

    each: tuple[Proof, ...]
    chain: Chain

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be mended."""
        return found.findings(self.each, self.chain)


def prove(
    ground: Ground,
    migrations: Sequence[Migration],
    *,
    start: int = 0,
    fill: Callable[[str], None] | None = None,
) -> Proofs:
    """Proves that each migration's rollback restores what was there before it.

    First on the way up: each is applied, rolled back and applied again, and after each step the
    whole catalog and all rows are compared. Then all are rolled back from the top.

    Args:
        ground: opens an empty database on a server of its own; used again where a migration
            leaves a state that nobody knows.
        migrations: the tree's, in order.
        start: how many are only applied.
        fill: fills the database of a URL with sample data, when all are applied; each is then
            rolled back, applied and rolled back with rows in what was there before it. None for
            no data.

    Raises:
        RefdbError: one that is only applied fails, or the sample data cannot be made.
    """
    with Stage(ground, migrations) as stage:
        climbed = climb(stage, migrations, start, is_strict=fill is not None)
        return Proofs(*Descent(stage, climbed).go(fill))
