"""A run as a page of the documentation. Pure."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.referrals.measure import FEATURES, PAIRS, WRITE

if TYPE_CHECKING:
    from bench.referrals.answer import Answer

_HEAD = """# The referral schema, optimized beside plain

<!-- Written by `make bench-referrals ARGS="--page docs/benchmarks/referrals.md"`. Do not edit. -->

{rows:,} referrals (*large*) and {few:,} (*small*), both sample data; PostgreSQL {server} with the
settings of a throwaway (128 MB of shared buffers, far less than the large database); {machine}.
Microseconds a call, of a whole set for a bulk and a campaign; one try a round or the quickest of a
few, the forms by turns. *plain* is the function as it was first written; *plain, no indexes* is it
in the same database without the eight indexes of the optimization, which is what the gain is
judged against. *with* and *without* are the CRM's own features beside the referrals, and in a
database rolled back to before them; *one insert* is a referral with the triggers of its table, and
without any. The ratios are of medians and tell more than the times: others work on this machine.
"""


def page(answer: Answer) -> str:
    """Answers Markdown: what was measured how, each call, each promise."""
    head = _HEAD.format(
        rows=answer.rows, few=answer.few, server=answer.server, machine=answer.machine
    )
    names = PAIRS | FEATURES | {WRITE: "one insert"}
    calls = [
        f"| {names[job]} | {form} | {where} | {median(found) * 1e6:,.0f} "
        f"| {min(found) * 1e6:,.0f}–{max(found) * 1e6:,.0f} |"
        for (job, form, where), found in answer.seconds.items()
    ]
    promises = [f"| {one.promise} | {one.measured} | {one.outcome} |" for one in answer.verdicts()]
    return "\n".join(
        [
            head,
            "| call | form | where | median µs | least–most |",
            "|---|---|---|---|---|",
            *calls,
            "",
            "| promise | measured | outcome |",
            "|---|---|---|",
            *promises,
            "",
        ]
    )
