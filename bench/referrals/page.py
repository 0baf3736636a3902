"""A run as a page of the documentation. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.referrals.answer import Answer

_HEAD = """# The referral schema, optimized beside plain

<!-- Written by `make bench-referrals ARGS="--page docs/benchmarks/referrals.md"`. Do not edit. -->

{rows:,} referrals (*large*) and {few:,} (*small*), both sample data; PostgreSQL {server} with the
settings of a throwaway (128 MB of shared buffers, far less than the large database); {machine}.
Microseconds a call, of a whole set for a bulk and a campaign: the median of all turns, and their
middle half. *plain* is the function as it was first written; *plain, no indexes* is it in the same
database without the eight indexes of the optimization, which is what the gain is judged against.
*with* and *without* are the CRM's own features beside the referrals, and in a database rolled back
to before them; *one insert* is a referral with the triggers of its table, and without any.

Others work on this machine, so a ratio is taken within a turn, in which each side is run once, in
the opposite order of the turn before. A block of turns has connections of its own; a promise is
judged by the median of its blocks, ± what that can be off 19 times in 20. *too noisy* is said where
the bar lies within that. Statements are prepared and their pages in memory, as in a busy database;
what is read only once a round are the forms without indexes.
"""


def page(answer: Answer) -> str:
    """Answers Markdown: what was measured how, each call, each promise."""
    head = _HEAD.format(
        rows=answer.rows, few=answer.few, server=answer.server, machine=answer.machine
    )
    promises = [f"| {one.promise} | {one.measured} | {one.outcome} |" for one in answer.verdicts()]
    return "\n".join(
        [
            head,
            "| call | form | where | median µs | middle half |",
            "|---|---|---|---|---|",
            *(f"| {' | '.join(call)} |" for call in answer.calls()),
            "",
            "| promise | measured | outcome |",
            "|---|---|---|",
            *promises,
            "",
        ]
    )
