"""A run as a page of the documentation. Pure."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.plans.__main__ import Result

_HEAD = """# Plans without rows

<!-- Written by `make bench-plans ARGS="--page docs/benchmarks/plans.md"`. Do not edit. -->

The referral schema with {rows:,} referrals was loaded and analyzed for real. Its statistics were
exported and put on an empty copy, and every query was planned on both: each contract, generic and
for its own values, and the queries of bench/plans/queries.sql. Beside them stands what most tests
plan on: the same schema with 1,000 referrals and their own analyze. *Same shape*: the same nodes
in the same order on the same relations and indexes; *exact*: every number of every node is the
same, to the last digit that `explain` shows. Times are seconds, the median and in brackets the
least and the most; {machine}; others work on this machine at the same time.
"""


def page(results: Sequence[Result], rows: int, machine: str) -> str:
    """Answers Markdown: how many plans are right, how long it takes, each promise."""
    return "\n".join(
        [
            _HEAD.format(rows=rows, machine=machine),
            "| planned on | PostgreSQL | same shape | cost within 1 % | exact | seconds to make |",
            "|---|---|---|---|---|---|",
            *(line for one in results for line in _planned(one, rows)),
            "",
            *_inexact(results),
            "",
            "| how long | PostgreSQL | seconds |",
            "|---|---|---|",
            *(line for one in results for line in _times(one)),
            "",
            "| promise | PostgreSQL | measured | outcome |",
            "|---|---|---|---|",
            *(
                f"| {promise} | {one.server} | {measured} | {'held' if held else 'MISSED'} |"
                for one in results
                for promise, measured, held in one.promises()
            ),
            "",
        ]
    )


def _inexact(results: Sequence[Result]) -> list[str]:
    lines = [f"- {one.server}: {line}" for one in results for line in one.differing]
    if not lines:
        return ["On the copy every number of every plan is that of the loaded database."]
    return ["What is not exact on the copy, with both costs:", "", *lines]


def _planned(one: Result, rows: int) -> list[str]:
    ways = (
        (f"{rows:,} referrals, loaded", (one.queries,) * 3, f"{one.load:.1f}"),
        ("no rows, their statistics", one.copied, _spread(one.copy)),
        ("1,000 referrals, analyzed", one.small, f"{one.small_load:.1f}"),
    )
    return [
        f"| {way} | {one.server} | {' | '.join(f'{n} of {one.queries}' for n in found)} | {made} |"
        for way, found, made in ways
    ]


def _times(one: Result) -> list[str]:
    times = (
        ("export of the loaded database", f"{one.export:.2f}"),
        ("copy at 1,000 million referrals and 200 statements", _spread(one.huge)),
        ("of that, the statements alone", _spread(one.huge_plans)),
        ("a copy of 300 tables with 1,500 indexes", _spread(one.many)),
    )
    return [f"| {what} | {one.server} | {seconds} |" for what, seconds in times]


def _spread(seconds: Sequence[float]) -> str:
    return f"{median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})"
