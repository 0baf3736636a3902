"""The figures of a long run, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from faults.harness.trial import Outcome

_HEAD = ("command", "death", "points", "deaths", "first run again", "needs a person")


def table(outcomes: Sequence[Outcome]) -> str:
    """Answers a table of scenarios and deaths, with a line for each and the sum.

    Args:
        outcomes: what the points came to.
    """
    keys = list(dict.fromkeys((one.point.scenario, one.point.death) for one in outcomes))
    rows = [_HEAD]
    for key in sorted(keys):
        of_key = [one for one in outcomes if (one.point.scenario, one.point.death) == key]
        rows.append((*key, *_figures(of_key)))
    rows.append(("together", "", *_figures(outcomes)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _figures(outcomes: Iterable[Outcome]) -> tuple[str, str, str, str]:
    """Points, deaths, those that one run more put right, those that need a person."""
    known = list(outcomes)
    good = [one for one in known if not one.problems]
    first = sum(one.runs == 1 for one in good)
    deaths = sum(one.strikes for one in known)
    return str(len(known)), str(deaths), str(first), str(len(known) - len(good))
