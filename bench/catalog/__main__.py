"""The command: `python -m bench.catalog`. Ends with 1 when refdb misses a promise.

pg_dump is a whole process that writes to /dev/null. A snapshot is refdb.catalog.snapshot with all
its entries made: on a new connection with the time to connect, on one that took two before, whose
queries are prepared, and as a whole process with its JSON written. Who depends on whom is read with
it and put together when somebody asks, as whoever writes statements does: that is measured too.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.catalog import schema
from bench.engine.server import open_server
from bench.engine.timing import Command, timed
from refdb import catalog, db
from refdb.diff import diff

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bench.engine.server import Server
    from refdb.catalog import Snapshot

TABLES = 1_000
LEAST_RATIO = 5.0  # pg_dump over a snapshot, of medians
MOST_DIFF = 0.3  # seconds
_ROUNDS = 9
_ROOT = Path(__file__).parents[2]
DUMP, NEW, AGAIN, DEPENDS = "pg_dump", "new connection", "same connection", "with depends"
PROCESS, DIFF = "whole process", "diff"


def main() -> int:
    """Measures, prints, and answers the exit code."""
    asked = _arguments()
    tables, rounds = (20, 2) if asked.quick else (TABLES, asked.rounds)
    with open_server(asked.postgres) as server:
        seconds = _measure(server, tables, rounds)
    found = _answer(server.version, tables, seconds)
    sys.stdout.write(_text(found))
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return int("MISSED" in {found["snapshot"], found["diff"]})


def _measure(server: Server, tables: int, rounds: int) -> dict[str, list[float]]:
    """Answers the seconds of each contender, one a round, side by side."""
    database = server.fresh()
    url = database.url
    dump = Command((str(server.bin / "pg_dump"), "--schema-only", "--file=/dev/null", url), _ROOT)
    process = Command((sys.executable, "-m", "bench.catalog.once", url, "/dev/null"), _ROOT)
    with db.connect(url) as warm:
        for text in schema.statements(tables):
            warm.execute(text)
        before = catalog.snapshot(warm)
        warm.execute(schema.CHANGES)
        after = catalog.snapshot(warm)
        contenders: Mapping[str, Callable[[], float]] = {
            DUMP: lambda: timed(dump).seconds,
            NEW: lambda: _seconds(lambda: _on_new_connection(url)),
            AGAIN: lambda: _seconds(lambda: catalog.snapshot(warm)),
            DEPENDS: lambda: _seconds(lambda: _with_dependencies(warm)),
            PROCESS: lambda: timed(process).seconds,
            DIFF: lambda: _seconds(lambda: diff(before, after)),
        }
        server.settle()
        rows = [{name: act() for name, act in contenders.items()} for _ in range(rounds)]
    return {name: [row[name] for row in rows] for name in contenders}


def _on_new_connection(url: str) -> Snapshot:
    with db.connect(url) as conn:
        return catalog.snapshot(conn)


def _with_dependencies(conn: db.Connection) -> Snapshot:
    taken = catalog.snapshot(conn)
    len(taken.depends)
    return taken


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    made = act()
    seconds = time.perf_counter() - begun
    del made  # whoever takes a snapshot keeps it: throwing it away is no part of taking it
    return seconds


def _answer(server: str, tables: int, seconds: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    dump = median(seconds[DUMP])
    ratios = {name: dump / median(taken) for name, taken in seconds.items() if name != DIFF}
    judged = tables == TABLES
    return {
        "server": server,
        "tables": tables,
        "processors": os.cpu_count(),
        "load": os.getloadavg()[0],
        "seconds": dict(seconds),
        "ratios": ratios,
        "snapshot": _outcome(judged, ratios[AGAIN] >= LEAST_RATIO),
        "diff": _outcome(judged, median(seconds[DIFF]) <= MOST_DIFF),
    }


def _outcome(is_judged: bool, is_kept: bool) -> str:
    if not is_judged:
        return "not judged"
    return "held" if is_kept else "MISSED"


def _text(found: dict[str, Any]) -> str:
    seconds, ratios = found["seconds"], found["ratios"]
    head = (
        f"{found['tables']} tables, three times as many indexes, as many functions; PostgreSQL "
        f"{found['server']}, {found['processors']} CPUs, load {found['load']:.1f}"
    )
    rows = [
        f"{name:<16}{median(taken) * 1000:8.0f} ms  "
        f"({min(taken) * 1000:.0f}–{max(taken) * 1000:.0f})"
        + (f"  pg_dump takes {ratios[name]:.1f} times as long" if name in ratios else "")
        for name, taken in seconds.items()
    ]
    promises = (
        f"a snapshot on a connection that took two: at least {LEAST_RATIO:.0f} times quicker than "
        f"pg_dump: {found['snapshot']}\na difference in at most {MOST_DIFF} s: {found['diff']}"
    )
    return "\n".join([head, *rows, promises]) + "\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.catalog", description=__doc__)
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help=f"default {_ROUNDS}")
    parser.add_argument("--quick", action="store_true", help="a look whether all of it runs")
    parser.add_argument("--postgres", type=int, default=15, help="major version (default 15)")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
