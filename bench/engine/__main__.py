"""The command: `python -m bench.engine`. Ends with 1 when refdb misses a promise."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.engine import table
from bench.engine.bars import MISSED, SIZES, verdicts
from bench.engine.contenders import contenders
from bench.engine.results import JOBS, Result, Run
from bench.engine.rounds import Measuring, measure
from bench.engine.server import open_server
from bench.engine.trees import STATEMENTS_OF_A_UNIT, Sizes, write_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.engine.contenders import Contender
    from bench.engine.server import Server

_OURS = ("refdb", "psql")
_QUICK = Sizes(migrations=5, statements=2 * STATEMENTS_OF_A_UNIT, many=10)
_ROUNDS = 5
_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder made new below


def main() -> int:
    """Measures what is asked for, prints it and writes it; answers the exit code."""
    asked = _arguments()
    # Files are read from memory, as the server's are: no tool is to wait for a disk.
    with (
        open_server(asked.postgres) as server,
        tempfile.TemporaryDirectory(prefix="bench-", dir=_MEMORY) as folder,
    ):
        work = Path(folder)
        write_all(work, asked.sizes)
        everybody = contenders(server.bin / "psql")
        run = _run(asked, server, everybody)
        here = [one for one in everybody if run.versions.get(one.name)]
        result = measure(Measuring(run, server, work, here, _tell))
    sys.stdout.write(table.text(result))
    _write(asked, result)
    return _exit_code(result)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.engine", description=__doc__)
    parser.add_argument("--rounds", type=int, help=f"how many (default {_ROUNDS})")
    parser.add_argument("--migrations", type=int, help=f"default {SIZES.migrations:,}")
    parser.add_argument("--only", action="append", choices=JOBS, help="measure this; repeatable")
    parser.add_argument("--skip-peers", action="store_true", help="only refdb and psql")
    parser.add_argument("--quick", action="store_true", help="a look whether all of it runs")
    parser.add_argument("--seed", type=int, default=1, help="of the order (default 1)")
    parser.add_argument("--postgres", type=int, default=15, help="major version (default 15)")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    parser.add_argument("--page", type=Path, help="write the page of the docs to this file")
    asked = parser.parse_args()
    asked.sizes = _QUICK if asked.quick else SIZES
    asked.rounds = asked.rounds or (1 if asked.quick else _ROUNDS)
    if asked.migrations:
        asked.sizes = replace(asked.sizes, migrations=asked.migrations)
    return asked


def _run(asked: argparse.Namespace, server: Server, everybody: Sequence[Contender]) -> Run:
    wanted = [one for one in everybody if not asked.skip_peers or one.name in _OURS]
    jobs = tuple(job for job in JOBS if job in (asked.only or JOBS))
    versions = {one.name: one.version() for one in wanted}
    return Run(
        jobs=jobs,
        sizes=asked.sizes,
        rounds=asked.rounds,
        seed=asked.seed,
        versions=versions,
        remedies={one.name: one.remedy for one in wanted},
        expected=frozenset((job, one.name) for one in wanted for job in jobs if job in one.jobs),
        machine=_machine(server, versions),
    )


def _machine(server: Server, versions: Mapping[str, str | None]) -> dict[str, str]:
    settings = ", ".join(f"{name} {value}" for name, value in server.settings().items())
    measured = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    return {
        "processors": str(os.cpu_count()),
        "load when it began": f"{os.getloadavg()[0]:.2f}",
        "measured": measured,
        "Python": platform.python_version(),
        "PostgreSQL": server.version,
        "file system": server.filesystem,
        "settings": settings,
    }


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _write(asked: argparse.Namespace, result: Result) -> None:
    for path, answer in ((asked.json, table.as_json), (asked.page, table.page)):
        if path:
            path.write_text(answer(result), encoding="utf-8")


def _exit_code(result: Result) -> int:
    if any(name in _OURS for _, name in result.failures):
        return 2
    return int(any(one.outcome == MISSED for one in verdicts(result)))


if __name__ == "__main__":
    sys.exit(main())
