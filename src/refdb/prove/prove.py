"""Proves migrations: up, down and up again, then the whole chain down."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from refdb.engine import steps
from refdb.prove import findings as found
from refdb.prove.climb import climb, joined
from refdb.prove.descend import Descent
from refdb.prove.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from refdb.findings import Finding
    from refdb.prove.climb import Climbed
    from refdb.prove.stage import Ground
    from refdb.prove.values import Chain, Proof
    from refdb.tree import Migration


_FEW = 40  # migrations, for which a second server is not worth its start
_LOWER_SHARE = 0.58


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
    parts = _parts(start, len(migrations))
    with ExitStack() as opened:
        stages = [opened.enter_context(Stage(ground, migrations, start)) for _ in parts]
        climbed = _climb(stages, migrations, parts, is_strict=fill is not None)
        return Proofs(*Descent(stages[-1], climbed).go(fill))


def _parts(start: int, end: int) -> list[range]:
    """What is proved side by side, each on a server of its own: two halves of about the same work.

    The lower half is the longer one: what is above is proved in a larger schema.
    """
    middle = start + round((end - start) * _LOWER_SHARE)
    if end - start < _FEW:
        return [range(start, end)]
    return [range(start, middle), range(middle, end)]


def _climb(
    stages: Sequence[Stage],
    migrations: Sequence[Migration],
    parts: Sequence[range],
    *,
    is_strict: bool,
) -> Climbed:
    # Modules that are loaded late must not be loaded by two at once.
    _ = steps.run_by_statement
    for stage in stages:
        stage.open()
    over = Event()

    def one(stage: Stage, part: range) -> Climbed:
        try:
            return climb(stage, migrations, part, is_strict=is_strict, is_over=over.is_set)
        except BaseException:
            over.set()
            raise

    with ThreadPoolExecutor(len(parts)) as pool:
        try:
            return joined(list(pool.map(one, stages, parts)))
        except BaseException:  # an interrupt too: nobody waits for the others
            over.set()
            raise
