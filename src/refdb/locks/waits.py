"""Who waits for a migration, with what, and about how long: pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.locks.model import USUAL_WIDTH, Model, seconds, work
from refdb.locks.modes import Blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.locks.values import Observation

_A_MOMENT = 0.1  # seconds; below it the model says nothing that matters
_UNITS = ((7200, 3600, "h"), (120, 60, "min"), (0, 1, "s"))
_SUFFIXES = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k"))


@dataclass(frozen=True)
class Wait:
    """What others wait with, on one relation, while a migration runs.

    Attributes:
        relation: what is locked.
        blocks: what waits: writes, or reads and writes.
        seconds: about how long the lock is held, by the model: from the statement that takes it to
            the end of its transaction.
        rows: how many rows the relation was taken to have.
        statement: the text of the statement that takes the lock.
    """

    relation: str
    blocks: Blocks
    seconds: float
    rows: int
    statement: str

    @property
    def is_moment(self) -> bool:
        """Answers whether only the catalog is changed: the lock is held for a moment."""
        return self.seconds < _A_MOMENT

    @property
    def sentence(self) -> str:
        """Answers it in words.

        Also a lock for a moment is waited for behind every transaction that uses the relation, and
        whoever comes later waits behind it.
        """
        who = f"{self.blocks.value} on {self.relation}"
        if self.is_moment:
            return f"{who} wait for a moment, once the longest transaction on it has ended"
        return f"{who} wait about {duration(self.seconds)} at {count(self.rows)} rows (estimate)"


def waits(
    seen: Sequence[Observation],
    rows: int | Mapping[str, int],
    *,
    transactional: bool = True,
    widths: Mapping[str, int] | None = None,
    model: Model | None = None,
) -> tuple[Wait, ...]:
    """Answers who waits while a migration runs, the longest wait first.

    A lock is held to the end of its transaction, so the work of every later statement counts.

    Args:
        seen: the migration's statements, in order.
        rows: of every relation, or of each by its name; what is not named has none.
        transactional: all statements are one transaction; else each is its own.
        widths: bytes of a row by relation (`row_widths`); 100 where it is not known.
        model: what work costs.
    """
    cost = _Cost(rows, widths or {}, model or Model())
    transactions = [seen] if transactional else [[one] for one in seen]
    found = [one for transaction in transactions for one in _waits(transaction, cost)]
    return tuple(sorted(found, key=lambda one: (-one.seconds, -one.blocks.rank, one.relation)))


@dataclass(frozen=True)
class _Cost:
    rows: int | Mapping[str, int]
    widths: Mapping[str, int]
    model: Model

    def rows_of(self, relation: str) -> int:
        return self.rows if isinstance(self.rows, int) else self.rows.get(relation, 0)

    def of(self, seen: Observation) -> float:
        return sum(
            seconds(done, self.rows_of(name), self.widths.get(name, USUAL_WIDTH), self.model)
            for name, done in work(seen).items()
        )


def _waits(transaction: Sequence[Observation], cost: _Cost) -> Iterator[Wait]:
    """Reads wait from the statement that keeps them out; writes may have waited before."""
    for relation in sorted({name for one in transaction for name in one.blocks}):
        first_of: dict[int, Blocks] = {}
        for blocks in (Blocks.READS, Blocks.WRITES):
            first = _first(transaction, relation, blocks)
            if first is not None and first not in first_of:
                first_of[first] = blocks
        for first, blocks in first_of.items():
            held = sum(cost.of(one) for one in transaction[first:])
            text = transaction[first].statement
            yield Wait(relation, blocks, held, cost.rows_of(relation), text)


def _first(transaction: Sequence[Observation], relation: str, blocks: Blocks) -> int | None:
    for index, one in enumerate(transaction):
        if one.blocks.get(relation, Blocks.NOTHING).rank >= blocks.rank:
            return index
    return None


def duration(of: float) -> str:
    """Answers seconds in words, with as many digits as an estimate has: `40 s`, `3 min`."""
    for least, size, unit in _UNITS:
        if of >= least:
            value = of / size
            return f"{value:.1f} {unit}" if value < 1 else f"{float(f'{value:.2g}'):g} {unit}"
    return f"{of:g} s"


def count(rows: int) -> str:
    """Answers a number of rows in words: `1M`, `250k`."""
    for size, suffix in _SUFFIXES:
        if rows >= size:
            return f"{rows / size:.3g}{suffix}"
    return str(rows)
