"""The command: `python -m bench.plans`. Ends with 1 when a promise is missed.

The referral schema is loaded and analyzed for real, and its statistics are put on an empty copy;
beside it stands what most tests plan on, a thousand rows with their own analyze.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.plans.many import TABLES, copies
from bench.plans.page import page
from bench.plans.sites import counts, differing, open_sites, plans
from refdb import db
from refdb.statistics import planning_copy, read_links, scaled

if TYPE_CHECKING:
    from bench.plans.sites import Sites

ROWS = 1_000_000
HUGE = 1_000_000_000
STATEMENTS = 200
_ROUNDS = 7
_BIG = "public.student_referrals"


@dataclass(frozen=True)
class Size:
    """How much is measured.

    Attributes:
        rows: referrals of the large database.
        rounds: how often each time is taken.
        tables: of the schema of many.
    """

    rows: int
    rounds: int
    tables: int = TABLES


@dataclass(frozen=True)
class Result:
    """What was found on one version.

    Attributes:
        server: the whole version.
        queries: how many were planned.
        copied: of the copy: same shape, cost within 1 %, exactly the same numbers.
        small: the same of a thousand rows.
        load: seconds to load and analyze the large database.
        small_load: seconds to load and analyze the small one.
        export: seconds to read the statistics.
        copy: seconds of each round to make the copy.
        huge: seconds of each round for the copy at 1,000 million referrals and 200 statements.
        huge_plans: seconds of each round for the 200 statements alone.
        many: seconds of each round for a copy of 300 tables.
        differing: the queries of the copy that are not exact, with their costs.
    """

    server: str
    queries: int
    copied: tuple[int, int, int]
    small: tuple[int, int, int]
    load: float
    small_load: float
    export: float
    copy: list[float]
    huge: list[float]
    huge_plans: list[float]
    many: list[float]
    differing: list[str]

    def promises(self) -> list[tuple[str, str, bool]]:
        """Answers each promise, what was measured, and whether it is held."""
        share = self.copied[1] / self.queries
        huge, many = median(self.huge), median(self.many)
        return [
            ("every plan has the same shape", f"{self.copied[0]}", self.copied[0] == self.queries),
            ("95 % of the costs within 1 %", f"{share:.0%}", share >= 0.95),  # noqa: PLR2004
            (f"{STATEMENTS} statements at 1,000 million: 2 s", f"{huge:.2f} s", huge < 2),  # noqa: PLR2004
            (f"a copy of {TABLES} tables: 1.5 s", f"{many:.2f} s", many < 1.5),  # noqa: PLR2004
        ]


def main() -> int:
    """Measures, prints, and answers the exit code."""
    asked = _arguments()
    size = Size(3_000, 1, 20) if asked.quick else Size(asked.rows, asked.rounds)
    results = [_measured(version, size) for version in asked.postgres]
    machine = f"{os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}, {size.rounds} rounds"
    text = page(results, size.rows, machine)
    sys.stdout.write(text)
    if asked.page:
        asked.page.write_text(text, encoding="utf-8")
    judged = slice(2) if asked.quick else slice(None)  # no time of a quick run says anything
    return int(not all(held for one in results for _, _, held in one.promises()[judged]))


def _measured(postgres: int, size: Size) -> Result:
    with open_sites(size.rows, postgres) as sites:
        real = plans(sites.loaded, sites.questions)
        with planning_copy(sites.opened.url, sites.opened.data, sites.statistics) as copy:
            copied = plans(copy.url, sites.questions)
        made = [_copy_seconds(sites) for _ in range(size.rounds)]
        huge = [_huge_seconds(sites) for _ in range(size.rounds)]
        return Result(
            server=f"{sites.opened.version} ({sites.opened.provider})",
            queries=len(sites.questions),
            copied=counts(real, copied),
            small=counts(real, plans(sites.small, sites.questions)),
            load=sites.seconds["load"],
            small_load=sites.seconds["small"],
            export=sites.seconds["export"],
            copy=made,
            huge=[whole for whole, _ in huge],
            huge_plans=[alone for _, alone in huge],
            many=copies(postgres, size.rounds, size.tables),
            differing=differing(sites.questions, real, copied),
        )


def _copy_seconds(sites: Sites) -> float:
    began = time.perf_counter()
    with planning_copy(sites.opened.url, sites.opened.data, sites.statistics):
        return time.perf_counter() - began


def _huge_seconds(sites: Sites) -> tuple[float, float]:
    """Answers the seconds for scaling, a copy and 200 plans, and those of the plans alone."""
    with db.connect(sites.opened.url) as conn:
        links = read_links(conn)
    questions = [sites.questions[n % len(sites.questions)] for n in range(STATEMENTS)]
    began = time.perf_counter()
    wanted = scaled(sites.statistics, {_BIG: HUGE}, links)
    with planning_copy(sites.opened.url, sites.opened.data, wanted) as copy:
        made = time.perf_counter()
        plans(copy.url, questions)
        return time.perf_counter() - began, time.perf_counter() - made


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.plans", description=__doc__)
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help=f"default {_ROUNDS}")
    parser.add_argument("--rows", type=int, default=ROWS, help="referrals of the large database")
    parser.add_argument("--quick", action="store_true", help="a look whether all of it runs")
    parser.add_argument("--postgres", type=int, nargs="*", default=[15, 16, 18], help="versions")
    parser.add_argument("--page", type=Path, help="write the page of the documentation")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
