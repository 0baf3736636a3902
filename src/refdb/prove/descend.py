"""The way down: the whole chain from the top, with sample data in where it is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.diff import Level, diff
from refdb.errors import RefdbError
from refdb.prove.climb import STOPS
from refdb.prove.losses import loses, says_nothing_is_lost, undeclared
from refdb.prove.rows import compare, left_wrong
from refdb.prove.values import Break, Chain, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.catalog import Snapshot
    from refdb.diff import Change
    from refdb.prove.climb import Climbed
    from refdb.prove.contents import Rows
    from refdb.prove.rows import Loss
    from refdb.prove.stage import Stage
    from refdb.prove.values import Proof

_FROM_TOP = "on the way down from the top"
_WITH_DATA = "with the sample data in"


class Descent:
    """The way down, while it is under way.

    With data in, each migration is rolled back, applied and rolled back again: so it meets rows
    in what was there before it, in the shape that they have there.

    Args:
        stage: where.
        climbed: what the way up showed.
    """

    def __init__(self, stage: Stage, climbed: Climbed) -> None:
        self._stage = stage
        self._climbed = climbed
        self._rows: Rows | None = None  # where data is in: the rows at this moment
        self._has_data = False
        self._rolled_back = 0
        self._breaks: list[Break] = []
        self._left: list[Change] = []

    def go(self, fill: Callable[[str], None] | None) -> tuple[tuple[Proof, ...], Chain]:
        """Goes down; answers the proofs with what it showed of them, and the chain.

        Args:
            fill: fills the database of a URL with sample data; None for none.

        Raises:
            RefdbError: the sample data cannot be made.
        """
        start, proofs = self._climbed.start, list(self._climbed.proofs)
        if fill and all(one.verdict is not Verdict.APPLY_FAILS for one in proofs):
            self._stage.reach(start + len(proofs))
            fill(self._stage.url)
            self._rows = self._stage.look_at_rows()
            self._has_data = True
        for number in reversed(range(len(proofs))):
            proofs[number] = self._step(proofs[number], start + number)
        if self._rolled_back and not self._stage.is_lost:
            self._compare(self._climbed.base)
        return tuple(proofs), self._chain(proofs)

    def _step(self, proof: Proof, index: int) -> Proof:
        if proof.verdict is Verdict.APPLY_FAILS:
            if not self._stage.is_lost:
                self._stage.stands_at(index)
            return proof
        if proof.verdict in STOPS:
            if not self._stage.is_lost:
                self._compare(self._climbed.floors[index + 1])
            self._stop(proof, proof.verdict)
            return proof
        self._stage.reach(index + 1)
        return self._with_data(proof, index) if self._rows is not None else self._down(proof, index)

    def _down(self, proof: Proof, index: int) -> Proof:
        if error := self._failure("rollback", index):
            return self._failed(proof, Verdict.ROLLBACK_FAILS, error, _FROM_TOP)
        self._rolled_back += 1
        self._stage.stands_at(index)
        return proof

    def _with_data(self, proof: Proof, index: int) -> Proof:
        top, self._rows = self._rows, None
        if error := self._failure("rollback", index):
            return self._failed(proof, Verdict.ROLLBACK_FAILS, error, _WITH_DATA)
        below = self._stage.look_at_rows()
        if error := self._failure("apply", index):
            return self._failed(proof, Verdict.APPLY_FAILS, error, _WITH_DATA)
        again = self._stage.look_at_rows()
        if error := self._failure("rollback", index):
            return self._failed(proof, Verdict.ROLLBACK_FAILS, error, _WITH_DATA)
        self._rows = self._stage.look_at_rows()
        self._rolled_back += 1
        self._stage.stands_at(index)
        # Going up and down must not touch rows; going down loses what going up does not bring back.
        # What it made itself may go, unless it says that nothing is lost.
        is_nothing = says_nothing_is_lost(loses(proof.migration))
        down = compare(top or {}, again, within=None if is_nothing else below)
        lost = (*compare(below, self._rows), *down, *left_wrong(top or {}, below))
        return _losing(proof, tuple(dict.fromkeys(lost)))

    def _failure(self, direction: str, index: int) -> RefdbError | None:
        try:
            self._stage.run(direction, index)
        except RefdbError as error:
            return error
        return None

    def _failed(self, proof: Proof, verdict: Verdict, error: RefdbError, when: str) -> Proof:
        self._stop(proof, verdict)
        return replace(proof, verdict=verdict, error=error, when=when)

    def _stop(self, proof: Proof, verdict: Verdict) -> None:
        self._breaks.append(Break(proof.migration.id, verdict.value))
        self._rows = None
        self._stage.lose()

    def _compare(self, expected: Snapshot) -> None:
        found = diff(expected, self._stage.look().catalog)
        self._left += [one for one in found if one.level is Level.REAL]

    def _chain(self, proofs: list[Proof]) -> Chain:
        known = {change.key for one in proofs for change in (*one.changes, *one.again)}
        left = tuple(one for one in self._left if one.key not in known)
        is_empty_below = self._climbed.start == 0
        return Chain(self._rolled_back, tuple(self._breaks), left, is_empty_below, self._has_data)


def _losing(proof: Proof, lost: tuple[Loss, ...]) -> Proof:
    undeclared_ones = undeclared(lost, proof.migration, is_strict=True)
    news = [one for one in undeclared_ones if one not in proof.losses]
    if not news:
        return proof
    is_left = any(one.is_left for one in news)
    verdict = Verdict.NOT_REVERSIBLE if is_left else Verdict.LOSES_DATA
    return replace(proof, verdict=verdict, losses=(*proof.losses, *news))
