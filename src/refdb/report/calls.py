"""What statements gave on a throwaway: lines, tables, JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from refdb.late import late
from refdb.report.cells import Cell
from refdb.report.durations import seconds

with late():
    from refdb.report import explained_json, planned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.report.answers import Called, Ran


def lines_of(ran: Ran) -> Iterator[tuple[str, str]]:
    """Answers the lines of a statement's plan, each with its style; none without a plan."""
    return planned.drawn(ran.plan, {}) if ran.plan else iter(())


def cells_of(ran: Ran) -> list[list[Cell]]:
    """Answers the rows of a statement's result."""
    return [list(map(_cell, row)) for row in ran.rows]


def end_of(ran: Ran) -> str:
    """Answers what a statement did and how long that took."""
    if ran.plan is None:
        return f"{ran.status} in {seconds(ran.duration_ms)}"
    if ran.plan.execution_ms is None:
        return "planned, not run"
    return f"planned in {_exactly(ran.plan.planning_ms)}, ran in {_exactly(ran.plan.execution_ms)}"


def tally(called: Called) -> str:
    """Answers the last line."""
    sample = f", sample data {called.sample:,}" if called.sample else ""
    count = len(called.results)
    done = end_of(called.results[0])
    if count > 1:
        done = f"{count} statements in {seconds(called.duration_ms)}"
    return f"{done}, rolled back ({called.server}{sample})"


def as_dict(called: Called) -> dict[str, Any]:
    """Answers all results as JSON-ready values, but for values of columns."""
    return {
        "server": called.server,
        "sample": called.sample,
        "duration_ms": round(called.duration_ms, 3),
        "results": [_result(one) for one in called.results],
    }


def _result(ran: Ran) -> dict[str, Any]:
    keys = _keys(ran.columns)
    return {
        "line": ran.line,
        "statement": ran.statement,
        "status": ran.status,
        "duration_ms": round(ran.duration_ms, 3),
        "columns": list(ran.columns),
        "rows": [dict(zip(keys, row, strict=True)) for row in ran.rows],
        "notices": [{"severity": one, "message": message} for one, message in ran.notices],
        "plan": explained_json.plan_as_dict(ran.plan) if ran.plan else None,
        "planning_ms": ran.plan.planning_ms if ran.plan else None,
        "execution_ms": ran.plan.execution_ms if ran.plan else None,
    }


def _keys(columns: Sequence[str]) -> list[str]:
    """A key for each column: one whose name was there before gets a number."""
    keys: list[str] = []
    for name in columns:
        number, key = 1, name
        while key in keys:
            number += 1
            key = f"{name}_{number}"
        keys.append(key)
    return keys


def _exactly(duration_ms: float | None) -> str:
    return f"{duration_ms or 0:.2f} ms"


def _cell(value: Any) -> Cell:
    if value is None:
        return Cell("null", "dim")
    if isinstance(value, bool):
        return Cell("true" if value else "false")
    if isinstance(value, dict | list):
        return Cell(json.dumps(value, ensure_ascii=False, indent=2, default=str))
    return Cell(str(value))
