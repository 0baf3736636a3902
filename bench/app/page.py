"""A run as a page of the documentation. Pure."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.app.answer import Answer, Mix, Promise

#: Seconds: a call that spent less with Redis did not ask it.
_ASKED = 0.005
_HEAD = """# The application's side, with Redis and without

<!-- Written by `make bench-app ARGS="--page docs/benchmarks/app.md"`. Do not edit. -->

{rows:,} referrals of sample data on PostgreSQL {server}, {students:,} students who have referred,
{operations:,} operations of each workload: 95 of 100 are reads, 9 in 10 of those of a dashboard,
and the student in the second place is read half as often as the one in the first, and so on.
Writes enter referrals and move them on. One caller; both sides do the same by turns of 100, each
on a database of its own, and every answer is compared (but for the moments at which the two were
written). {cores} cores, and a load of {before:.1f} before and {after:.1f} after: with other work
on the machine the slowest calls are those that waited for a core, on both sides, which brings the
ratio of percentiles nearer to 1.
"""


def page(answer: Answer) -> str:
    """Answers Markdown: the workloads, bare psycopg, the promises."""
    head = _HEAD.format(
        rows=answer.rows,
        server=answer.server,
        students=answer.students,
        operations=answer.operations,
        cores=answer.cores,
        before=answer.load[0],
        after=answer.load[1],
    )
    return "\n".join(
        [
            head,
            "| | everybody refers alike | who is read often refers often |",
            "|---|---|---|",
            *_rows(answer.mixes),
            "",
            "Where those who are read the most also refer the most, nearly every write is followed",
            "by a read that is made anew: 5 writes in 100 operations leave some 95 % of hits.",
            "",
            "No cache, and one connection each:",
            "",
            "| the layer's rate beside bare psycopg | median | all turns |",
            "|---|---|---|",
            _rate("the same prepared query", answer.same_query),
            _rate("begin, settings, query, commit", answer.transaction),
            "",
            _held_up(answer.held_up),
            "",
            "| promise | measured | at least | |",
            "|---|---|---|---|",
            *map(_promise, answer.promises()),
            "",
        ]
    )


def _rows(mixes: tuple[Mix, ...]) -> list[str]:
    told = [
        ("reads and writes", lambda one: f"{one.reads:,} and {one.writes:,}"),
        ("answers that differed", lambda one: str(one.different)),
        ("hits", lambda one: f"{one.hit_ratio:.1%}"),
        ("transactions, with and without", lambda one: _counts(one.transactions)),
        ("statements, with and without", lambda one: _counts(one.statements)),
        ("a read, median", lambda one: _times(one.read_p50)),
        ("a read, 95th percentile", lambda one: _times(one.read_p95)),
        ("any call, 95th percentile", lambda one: _times(one.all_p95)),
        ("a write, median", lambda one: _times(one.write_p50)),
    ]
    return [f"| {what} | {' | '.join(map(say, mixes))} |" for what, say in told]


def _counts(both: tuple[int, int]) -> str:
    return f"{both[0]:,} and {both[1]:,} ({1 - both[0] / both[1]:.1%} fewer)"


def _times(both: tuple[float, float]) -> str:
    return f"{both[0] * 1e6:.0f} and {both[1] * 1e6:.0f} µs ({both[1] / both[0]:.1f} times)"


def _rate(what: str, rates: tuple[float, ...]) -> str:
    return f"| {what} | {median(rates):.2f} | {min(rates):.2f}–{max(rates):.2f} |"


def _held_up(seconds: tuple[float, ...]) -> str:
    asked = sum(one > _ASKED for one in seconds)
    return (
        f"A Redis that stands still, asked by {len(seconds)} calls in turn: {asked} of them waited "
        f"for it, {max(seconds) * 1000:.0f} ms at most; the breaker kept the others from it."
    )


def _promise(one: Promise) -> str:
    outcome = "held" if one.held else "MISSED"
    return f"| {one.what} | {one.found:.2f} | {one.least:g} | {outcome} |"
