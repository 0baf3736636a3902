"""What of the functions ran, in LCOV's format, which editors and services read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.sqltest import Coverage, Routine


def as_lcov(coverage: Coverage) -> str:
    """Answers coverage as an LCOV tracefile: a record for each file."""
    by_file = sorted(coverage.routines, key=lambda one: (one.file, one.line))
    lines = (
        line
        for file, routines in groupby(by_file, lambda one: one.file)
        for line in _record(file, tuple(routines))
    )
    return "".join(f"{line}\n" for line in lines)


def _record(file: str, routines: Sequence[Routine]) -> Iterator[str]:
    yield "TN:"
    yield f"SF:{file}"
    for one in routines:
        yield f"FN:{one.line},{one.name}"
        yield f"FNDA:{one.calls},{one.name}"
    yield f"FNF:{len(routines)}"
    yield f"FNH:{sum(bool(one.calls) for one in routines)}"
    yield from _branches(routines)
    lines = {line: runs for one in routines for line, runs in one.lines.items()}
    for line, runs in sorted(lines.items()):
        yield f"DA:{line},{runs}"
    yield f"LF:{len(lines)}"
    yield f"LH:{sum(bool(runs) for runs in lines.values())}"
    yield "end_of_record"


def _branches(routines: Sequence[Routine]) -> Iterator[str]:
    branches = [(one, branch) for one in routines for branch in one.branches]
    for number, (routine, branch) in enumerate(branches):
        was_reached = routine.lines.get(branch.line, routine.calls)
        taken = branch.taken if was_reached else "-"
        yield f"BRDA:{branch.line},0,{number},{taken}"
    yield f"BRF:{len(branches)}"
    yield f"BRH:{sum(bool(branch.taken) for _, branch in branches)}"
