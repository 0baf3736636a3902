"""Runs calls by turns, so that what slows the machine down slows every side of a comparison.

A turn runs each side once, the next turn in the opposite order. A block of turns has connections of
its own: where a process happens to lie in memory is worth a few percent, for as long as it lives.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_JOBS = Path(__file__).with_name("jobs")
#: What is measured: a job, its form, and the size or the side of the database.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Side:
    """One of the calls that are compared.

    Attributes:
        key: what it is.
        url: its database.
        file: its statement, by name; run once for all ids.
        ids: what it is called with.
        calls: how many calls that is.
        before: a statement that runs first and is not timed; none when empty.
        is_undone: whether it is rolled back. What only reads is not: the driver forgets the
            statements that it has prepared when a transaction is rolled back.
        is_piped: whether each id is a statement of its own, sent without waiting.
    """

    key: Key
    url: str
    file: str
    ids: Sequence[Any]
    calls: int
    before: str = ""
    is_undone: bool = False
    is_piped: bool = False


@dataclass
class Times:
    """Seconds a call by comparison and what was called: for each block, one a turn.

    The same turn of the same block is at the same place for every side of a comparison.
    """

    blocks: dict[str, dict[Key, list[list[float]]]] = field(default_factory=dict)

    def add(self, comparison: str, taken: Mapping[Key, list[float]]) -> None:
        """Adds a block."""
        of_all = self.blocks.setdefault(comparison, {})
        for key, seconds in taken.items():
            of_all.setdefault(key, []).append(seconds)

    def ratios(self, comparison: str, ours: Key, theirs: Key) -> list[float]:
        """Answers the median ratio of each block, from ratios within turns."""
        of_all = self.blocks[comparison]
        return [
            median(one / other for one, other in zip(our_turns, their_turns, strict=True))
            for our_turns, their_turns in zip(of_all[ours], of_all[theirs], strict=True)
        ]

    def seconds(self) -> dict[Key, list[float]]:
        """Answers every turn of each call, from the comparison that came to it first."""
        found: dict[Key, list[float]] = {}
        for of_all in self.blocks.values():
            for key, blocks in of_all.items():
                found.setdefault(key, [one for turns in blocks for one in turns])
        return found


def run_block(sides: Sequence[Side], turns: int, warm: int) -> dict[Key, list[float]]:
    """Answers the seconds of a call of each side, one a turn.

    Args:
        sides: which are run by turns.
        turns: how many count.
        warm: how many come first and do not: plans and caches are made in them.
    """
    taken: dict[Key, list[float]] = {side.key: [] for side in sides}
    with ExitStack() as stack:
        conns = [stack.enter_context(psycopg.connect(side.url, autocommit=True)) for side in sides]
        for number in range(-warm, turns):
            for place in _order(len(sides), number):
                seconds = _run(conns[place], sides[place])
                if number >= 0:
                    taken[sides[place].key].append(seconds / sides[place].calls)
    return taken


def _order(sides: int, turn: int) -> Iterator[int]:
    return iter(range(sides)) if turn % 2 else reversed(range(sides))


def _run(conn: psycopg.Connection[Any], side: Side) -> float:
    if not side.is_undone:
        return _timed(conn, side)
    with conn.transaction(force_rollback=True):
        if side.before:
            conn.execute(text(side.before))
        return _timed(conn, side)


def _timed(conn: psycopg.Connection[Any], side: Side) -> float:
    query = text(side.file)
    begun = time.perf_counter()
    if side.is_piped:
        with conn.pipeline():
            for one in side.ids:
                conn.execute(query, {"id": one}, prepare=True)
    else:
        conn.execute(query, {"ids": list(side.ids)}, prepare=True)
    return time.perf_counter() - begun


def text(name: str) -> str:
    """Answers a statement of the jobs by its name."""
    return (_JOBS / f"{name}.sql").read_text(encoding="utf-8")


def exists(name: str) -> bool:
    """Answers whether the jobs have a statement of that name."""
    return (_JOBS / f"{name}.sql").exists()
