"""SQL tests' results and what of the functions ran: lines, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.report.cells import Cell, padded
from refdb.sqltest import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.report.answers import Tested
    from refdb.sqltest import Branch, Coverage, Result, Routine

_COLUMNS = ("function", "lines", "branches", "missed")


def line_of(result: Result) -> tuple[str, str]:
    """Answers the line of one result, and its style."""
    sentence = result.test.sentence
    if result.skipped:
        return f"skipped {sentence}  ({result.skipped})", "yellow"
    return (f"passed {sentence}", "") if result.passed else (f"failed {sentence}", "bold red")


def tally(tested: Tested) -> str:
    """Answers the line that sums the results up."""
    total = len(tested.results)
    skipped = sum(bool(one.skipped) for one in tested.results)
    passed = sum(one.passed and not one.skipped for one in tested.results)
    also = f", {skipped} skipped" if skipped else ""
    return f"{tested.server}: {passed} of {total} test{'' if total == 1 else 's'} passed{also}"


def about_coverage(tested: Tested) -> Iterator[tuple[str, str]]:
    """Answers lines about what of the functions ran, each with its style; none if not measured."""
    coverage = tested.coverage
    if coverage is None:
        return
    rows = [_row(one) for one in coverage.routines]
    yield from ((text, "") for text in padded(_COLUMNS, rows))
    ran = f"{_share(*coverage.lines)} of lines ran, {_share(*coverage.branches)} of branches"
    others = f"; {coverage.unmeasured} in other languages are not measured"
    yield f"PL/pgSQL functions: {ran}{others if coverage.unmeasured else ''}", "bold"


def _row(routine: Routine) -> tuple[Cell, ...]:
    lines, branches = len(routine.lines), len(routine.branches)
    return (
        Cell(routine.name.partition("(")[0]),
        Cell(f"{percent(lines - len(routine.missed), lines):.0f} %"),
        Cell(f"{branches - len(routine.missed_branches)} of {branches}" if branches else ""),
        Cell(_missed(routine)),
    )


def _missed(routine: Routine) -> str:
    places = [_runs_of(routine.missed)] if routine.missed else []
    # Where nothing chose, nothing was chosen: that line itself is told.
    reached = (one for one in routine.missed_branches if routine.lines.get(one.line, 1))
    places += [f"{one.line} {one.name}" for one in reached]
    return f"{routine.file}:{', '.join(places)}" if places else ""


def _runs_of(lines: Sequence[int]) -> str:
    """Numbers of lines, those that follow each other as `4-7`."""
    spans: list[list[int]] = []
    for line in lines:
        if spans and spans[-1][-1] == line - 1:
            spans[-1].append(line)
        else:
            spans.append([line])
    return ", ".join(f"{one[0]}-{one[-1]}" if len(one) > 1 else str(one[0]) for one in spans)


def _share(part: int, whole: int) -> str:
    return f"{percent(part, whole):.1f} % ({part} of {whole})"


def as_dict(tested: Tested) -> dict[str, Any]:
    """Answers results and coverage as JSON-ready values."""
    values: dict[str, Any] = {"server": tested.server, "tests": [_test(x) for x in tested.results]}
    if tested.coverage:
        values["coverage"] = _coverage(tested.coverage) | {"minimum": tested.minimum}
    return values


def _test(result: Result) -> dict[str, Any]:
    return {
        "file": result.test.file,
        "line": result.test.line,
        "sentence": result.test.sentence,
        "passed": result.passed,
        "skipped": result.skipped or None,
        "duration_ms": round(result.duration_ms, 3),
        "kept": result.kept or None,
        "findings": [finding.as_dict() for finding in result.findings],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "percent": round(coverage.percent, 2),
        "lines": _counted(coverage.lines),
        "branches": _counted(coverage.branches),
        "unmeasured": coverage.unmeasured,
        "functions": [_function(one) for one in coverage.routines],
    }


def _counted(counted: tuple[int, int]) -> dict[str, int]:
    return {"ran": counted[0], "total": counted[1]}


def _function(routine: Routine) -> dict[str, Any]:
    ran = len(routine.lines) - len(routine.missed)
    return {
        "name": routine.name,
        "file": routine.file,
        "line": routine.line,
        "calls": routine.calls,
        "percent": round(percent(ran, len(routine.lines)), 2),
        "lines": {str(line): runs for line, runs in routine.lines.items()},
        "missed_lines": list(routine.missed),
        "branches": [_branch(one) for one in routine.branches],
    }


def _branch(branch: Branch) -> dict[str, Any]:
    return {"line": branch.line, "branch": branch.name, "taken": branch.taken}
