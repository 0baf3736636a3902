"""The command: `python -m bench.prove`. Ends with 1 when refdb misses its promise.

refdb compares the whole catalog and all rows after up, down and up again, and then rolls all back
from the top; by hand it is up, pg_dump, down, pg_dump, and up again for the next one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.engine.server import open_server
from bench.engine.timing import Command, Timing, timed
from bench.prove.trees import TEMPLATES, write_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.engine.server import Server

MIGRATIONS = 300
LEAST_RATIO = 5.0  # by hand over refdb, of medians
_ROUNDS = 3
_REFDB = Path(sys.executable).with_name("refdb")
_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder made new below


@dataclass(frozen=True)
class Result:
    """What a run found: a timing of each a round."""

    migrations: int
    server: str
    refdb: Sequence[Timing]
    by_hand: Sequence[Timing]

    @property
    def ratio(self) -> float:
        """Answers how many times longer it takes by hand."""
        return _median(self.by_hand) / _median(self.refdb)

    @property
    def outcome(self) -> str:
        """Answers `held`, `MISSED`, or `not judged` for another size than the promise's."""
        if self.migrations != MIGRATIONS:
            return "not judged"
        return "held" if self.ratio >= LEAST_RATIO else "MISSED"

    def text(self) -> str:
        """Answers the result for a terminal."""
        rows = [
            f"{name:<22}{_median(times):8.2f} s  "
            f"({min(one.seconds for one in times):.2f}–{max(one.seconds for one in times):.2f})"
            for name, times in (("refdb prove", self.refdb), ("psql and pg_dump", self.by_hand))
        ]
        head = f"{self.migrations} migrations on PostgreSQL {self.server}, {os.cpu_count()} CPUs"
        promise = f"at least {LEAST_RATIO:.0f} times quicker: {self.ratio:.1f}, {self.outcome}"
        return "\n".join([head, *rows, promise]) + "\n"


def main() -> int:
    """Measures, prints, and answers the exit code."""
    asked = _arguments()
    migrations = 12 if asked.quick else asked.migrations
    with (
        open_server(asked.postgres) as server,
        tempfile.TemporaryDirectory(prefix="bench-", dir=_MEMORY) as folder,
    ):
        write_tree(Path(folder), migrations)
        rounds = [
            _round(server, Path(folder), asked.postgres)
            for _ in range(1 if asked.quick else asked.rounds)
        ]
        result = Result(migrations, server.version, *zip(*rounds, strict=True))
    sys.stdout.write(result.text())
    if asked.json:
        values = asdict(result) | {"ratio": result.ratio, "outcome": result.outcome}
        asked.json.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    return int(result.outcome == "MISSED")


def _round(server: Server, folder: Path, postgres: int) -> tuple[Timing, Timing]:
    server.settle()
    alike = ("--lock-rows", "0")  # by hand nobody looks at locks
    ours = timed(Command((str(_REFDB), "prove", "--postgres", str(postgres), *alike), folder))
    database = server.fresh()
    server.settle()
    work = folder / "work"
    work.mkdir(exist_ok=True)
    script = ("/bin/sh", str(TEMPLATES / "by_hand.sh"))
    places = (str(server.bin), database.url, str(folder / "sql/migrations"), str(work))
    theirs = timed(Command((*script, *places), folder))
    server.drop(database)
    return ours, theirs


def _median(timings: Sequence[Timing]) -> float:
    return median(one.seconds for one in timings)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.prove", description=__doc__)
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help=f"default {_ROUNDS}")
    parser.add_argument("--migrations", type=int, default=MIGRATIONS, help="how many")
    parser.add_argument("--quick", action="store_true", help="a look whether all of it runs")
    parser.add_argument("--postgres", type=int, default=15, help="major version (default 15)")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
