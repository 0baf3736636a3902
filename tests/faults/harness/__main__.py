"""The long run: `make faults`.

Prints what needs a person as it is found, then the table; ends with 1 when anything does.
"""

from __future__ import annotations

import argparse
import queue
import signal
import sys
import threading
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from faults.harness.points import DEATHS, moment_points, wire_points
from faults.harness.rig import Rig
from faults.harness.scenarios import SCENARIOS
from faults.harness.table import table
from faults.harness.trial import Outcome, try_point

if TYPE_CHECKING:
    from faults.harness.points import Point

_TOLD = 1500  # characters of a problem


class Run:
    """All points on one version, on several servers at once."""

    def __init__(self, major: int, points: list[Point]) -> None:
        """Sorts the points by scenario, the most first.

        Args:
            major: the version of PostgreSQL.
            points: the points.
        """
        groups: dict[str, list[Point]] = defaultdict(list)
        for point in points:
            groups[point.scenario].append(point)
        self._waiting: queue.SimpleQueue[list[Point]] = queue.SimpleQueue()
        for group in sorted(groups.values(), key=len, reverse=True):
            self._waiting.put(group)
        self._major = major
        self._is_over = False
        self._errors: list[BaseException] = []
        self.version = ""
        self.outcomes: list[Outcome] = []

    def run(self, workers: int) -> None:
        """Tries all points.

        Args:
            workers: how many servers.
        """
        threads = [threading.Thread(target=self._work) for _ in range(workers)]
        for one in threads:
            one.start()
        try:
            for one in threads:
                one.join()
        finally:
            self._is_over = True
            for one in threads:
                one.join()
        if self._errors:
            raise self._errors[0]

    def _work(self) -> None:
        try:
            with Rig(self._major) as rig:
                self.version = rig.server.version
                while not self._is_over:
                    for point in self._waiting.get_nowait():
                        if not self._is_over:
                            self._try(rig, point)
        except queue.Empty:
            pass
        except BaseException as error:  # noqa: BLE001 - told by the main thread
            self._errors.append(error)
            self._is_over = True

    def _try(self, rig: Rig, point: Point) -> None:
        outcome = try_point(rig, point)
        self.outcomes.append(outcome)
        if outcome.problems:
            said = "\n  ".join(one[:_TOLD] for one in outcome.problems)
            _say(f"PostgreSQL {self.version}: {point}: {outcome.place}\n  {said}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _points(count: int, seed: int) -> list[Point]:
    """Answers every moment, half of them struck again, and enough of the conversation."""
    moments = list(moment_points())
    twice = [one for number, one in enumerate(moment_points(again=0.5)) if number % 2 == 0]
    pairs = len(SCENARIOS) * len(DEATHS)
    missing = max(count - len(moments) - len(twice), pairs)
    return [*moments, *twice, *wire_points(-(-missing // pairs), seed)]


def main() -> int:
    """Answers the exit code."""
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--points", type=int, default=500, help="points on each version")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same points")
    parser.add_argument("--versions", default="15,16,18", help="versions of PostgreSQL")
    parser.add_argument("--servers", type=int, default=2, help="how many at once")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    outcomes: list[Outcome] = []
    for major in map(int, given.versions.split(",")):
        began = time.monotonic()
        run = Run(major, _points(given.points, given.seed + major))
        run.run(given.servers)
        outcomes += run.outcomes
        needing = sum(bool(one.problems) for one in run.outcomes)
        took = time.monotonic() - began
        figures = f"{len(run.outcomes)} points, {needing} need a person, {took:.0f} s"
        _say(f"PostgreSQL {run.version}: {figures}")
    _say(table(outcomes))
    return 1 if any(one.problems for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
