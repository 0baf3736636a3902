"""The command: `python -m bench.app`. Ends with 1 when a promise is missed.

Both sides do the same operations by turns, each on a database of its own, and every answer is
compared.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict, replace
from pathlib import Path

from bench.app import bare, faults, page, sides
from bench.app.answer import Answer, Mix, quantile
from bench.app.sites import Sites, open_sites
from bench.app.work import workload

_SEED = 23


def main() -> int:
    """Measures, prints, and writes what was asked for."""
    options = _options()
    load = os.getloadavg()[0]
    with open_sites(options.rows) as sites:
        rates = bare.measure(sites.urls[0], sites.students, options.turns)
        held_up = faults.measure(sites, options.calls)
        sides.count_statements()
        mixes = tuple(
            _mix(sites, options.operations, is_skewed=is_skewed) for is_skewed in (False, True)
        )
        answer = Answer(
            rows=options.rows,
            students=len(sites.students),
            operations=options.operations,
            server=sites.version,
            load=(load, os.getloadavg()[0]),
            cores=len(os.sched_getaffinity(0)),
            same_query=tuple(rates.rate_beside(rates.same_query)),
            transaction=tuple(rates.rate_beside(rates.transaction)),
            held_up=held_up,
            mixes=mixes,
        )
    text = page.page(answer)
    print(text)
    if options.json:
        told = {**asdict(answer), "promises": [asdict(one) for one in answer.promises()]}
        options.json.write_text(json.dumps(told), encoding="utf-8")
    if options.page:
        options.page.write_text(text, encoding="utf-8")
    if options.quick:
        return 0
    return 0 if all(one.held for one in answer.promises()) else 1


def _mix(sites: Sites, number: int, *, is_skewed: bool) -> Mix:
    """Measures one workload on both sides."""
    with (
        sides.open_side(sites.urls[0], sites.redis_url) as cached,
        sides.open_side(sites.urls[1], "") as plain,
    ):
        sides.warm(cached, sites.students)
        before = cached.counters()
        both = sides.Side(cached), sides.Side(plain)
        operations = workload(sites.students, number, _SEED + is_skewed, is_skewed=is_skewed)
        different = sides.by_turns(both, operations)
        after = cached.counters()
        measured = replace(
            after,
            hits=after.hits - before.hits,
            misses=after.misses - before.misses,
            stale=after.stale - before.stale,
            bypassed=after.bypassed - before.bypassed,
        )
    one, other = both
    return Mix(
        is_skewed=is_skewed,
        reads=len(one.reads),
        writes=len(one.writes),
        different=different,
        hit_ratio=measured.hit_ratio or 0.0,
        transactions=(one.transactions, other.transactions),
        statements=(one.statements, other.statements),
        read_p50=(quantile(one.reads, 0.5), quantile(other.reads, 0.5)),
        read_p95=(quantile(one.reads, 0.95), quantile(other.reads, 0.95)),
        all_p95=(
            quantile(one.all, 0.95),
            quantile(other.all, 0.95),
        ),
        write_p50=(quantile(one.writes, 0.5), quantile(other.writes, 0.5)),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.app", description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000, help="referrals of sample data")
    parser.add_argument("--operations", type=int, default=10_000, help="of a workload")
    parser.add_argument("--turns", type=int, default=31, help="beside bare psycopg")
    parser.add_argument("--calls", type=int, default=150, help="to a Redis that stands still")
    parser.add_argument("--quick", action="store_true", help="little of everything, no verdict")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--page", type=Path, help="write the page here")
    options = parser.parse_args()
    if options.quick:
        options.rows, options.operations, options.turns, options.calls = 1_000, 200, 2, 5
    return options


if __name__ == "__main__":
    raise SystemExit(main())
