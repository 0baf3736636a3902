"""Moves a million referrals into partitions and back while writers write, measured.

PYTHONPATH=tests python -m partitioning.run --rows 1000000 --postgres 15
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import psycopg

from partitioning import moves
from partitioning.writers import Writers
from refdb import config
from refdb.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Step = tuple[str, Callable[[], object]]

_WATCHED = (
    "select relation::regclass::text, mode, pid from pg_locks where granted"
    " and locktype = 'relation'"
    " and relation = any(array['student_referrals', 'points_transactions', 'user_rankings',"
    " 'students', 'organizations', 'profiles', 'referral_campaigns']::regclass[])"
    " and mode in ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')"
)


class LockWatch(threading.Thread):
    """Sees every few milliseconds which locks keep writers out, and for how long.

    Args:
        url: the database.
        stop: set to end it.

    Attributes:
        longest: by lock, the most seconds that one was held, to the nearest look.
    """

    def __init__(self, url: str, stop: threading.Event) -> None:
        super().__init__()
        self.longest: dict[str, float] = defaultdict(float)
        self._url, self._stop_ = url, stop

    def run(self) -> None:
        """Looks until it is told to stop."""
        since: dict[tuple[object, ...], float] = {}
        with psycopg.connect(self._url, autocommit=True) as conn:
            while not self._stop_.wait(0.002):
                now = time.monotonic()
                held = conn.execute(_WATCHED).fetchall()
                since = {row: since.get(row, now) for row in held}
                for row, began in since.items():
                    name = f"{row[1]} on {row[0]}"
                    self.longest[name] = max(self.longest[name], now - began)


@contextmanager
def watched(url: str) -> Iterator[LockWatch]:
    """Watches locks while the block runs."""
    stop = threading.Event()
    watch = LockWatch(url, stop)
    watch.start()
    try:
        yield watch
    finally:
        stop.set()
        watch.join()


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _told(times: list[float]) -> str:
    ordered = sorted(times)
    if not ordered:
        return "none"
    p99 = ordered[int(len(ordered) * 0.99)]
    return (
        f"{len(ordered):6d} writes, median {median(ordered) * 1000:6.1f} ms,"
        f" p99 {p99 * 1000:6.1f} ms, longest {ordered[-1] * 1000:6.0f} ms"
    )


def _phase(url: str, steps: Iterable[Step], number: int) -> list[str]:
    """Runs steps while writers write; tells how long each took, and its writes and locks."""
    writers = Writers(url, number, pause=0.01)
    with watched(url) as watch, writers:
        for name, act in steps:
            watch.longest.clear()
            began = time.monotonic()
            act()
            took = time.monotonic() - began
            seconds = [one[2] for one in writers.times if one[0] + one[2] > began]
            _tell(f"{name:36} {took:7.2f} s  {_told(seconds)}")
            longest = sorted(watch.longest.items(), key=lambda one: -one[1])
            for lock, held in longest[:2]:
                _tell(f"{'':38} {lock}: {held * 1000:.0f} ms")
    wrong = writers.mistakes()
    for one in wrong[:5]:
        _tell(f"   wrong: {one[:300]}")
    return wrong


def main() -> int:
    """Runs the whole way up and down; answers 1 when something was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--postgres", type=int, default=15)
    parser.add_argument("--writers", type=int, default=3)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    ids = moves.tree_with_move(folder)
    shipped = Project(config.Config(root=moves.ROOT))
    wrong: list[str] = []
    with shipped.throwaway(sample=given.rows, postgres=given.postgres) as opened:
        project = moves.project_at(folder, opened.url)
        rest: Step = ("nothing moves", lambda: time.sleep(20))
        up: list[Step] = [(f"apply {one}", partial(project.apply, to=one)) for one in ids]
        down: list[Step] = [(f"rollback {one}", project.rollback) for one in reversed(ids)]
        for steps in ([rest], up, [rest], down, [rest]):
            wrong += _phase(opened.url, steps, given.writers)
            found = moves.broken(moves.plans_of(folder, opened.url))
            _tell("\n    ".join(["  contracts broken:", *(found or ["none"])]))
            wrong += found
    shutil.rmtree(folder)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
