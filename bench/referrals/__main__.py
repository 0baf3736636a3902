"""The command: `python -m bench.referrals`. Ends with 1 when a promise is missed or not told.

`plain, no indexes` is a function as it was first written, without the eight indexes: the state
before the optimization. `plain` has the indexes, so that what the functions alone gain is seen.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from bench.referrals.answer import FEW, MISSED, NOISY, ROWS, Answer
from bench.referrals.measure import Turns, measure
from bench.referrals.page import page
from bench.referrals.sites import open_sites

_ROUNDS = 9


def main() -> int:
    """Measures, prints, and answers the exit code."""
    asked = _arguments()
    rows, few, rounds = (2_000, 500, 2) if asked.quick else (asked.rows, asked.few, asked.rounds)
    with open_sites(rows, few, asked.postgres) as sites:
        machine = f"{os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}, {rounds} rounds"
        turns = Turns(2, 2, 2, 1, 2, 1) if asked.quick else Turns()
        answer = Answer(rows, few, sites.version, machine, measure(sites, rounds, turns))
    sys.stdout.write(answer.text())
    if asked.page:
        asked.page.write_text(page(answer), encoding="utf-8")
    if asked.json:
        asked.json.write_text(json.dumps(answer.as_dict(), indent=2) + "\n", encoding="utf-8")
    return int(any(one.outcome in (MISSED, NOISY) for one in answer.verdicts()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.referrals", description=__doc__)
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help=f"default {_ROUNDS}")
    parser.add_argument("--rows", type=int, default=ROWS, help="referrals of the large database")
    parser.add_argument("--few", type=int, default=FEW, help="referrals of the small database")
    parser.add_argument("--quick", action="store_true", help="a look whether all of it runs")
    parser.add_argument("--postgres", type=int, default=15, help="major version (default 15)")
    parser.add_argument("--page", type=Path, help="write the page of the documentation")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
