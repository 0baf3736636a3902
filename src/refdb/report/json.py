"""Every answer of refdb as JSON: one object, keys in the words of the command line."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from refdb.errors import RefdbError
from refdb.late import late
from refdb.report.adoption import Adopted
from refdb.report.answers import Called, Cleaned, Outcome, Status, Tested
from refdb.report.cells import Told
from refdb.report.failures import error_as_dict
from refdb.report.fleet import FleetOutcome, FleetStatus

with late():
    from refdb.report import calls, tests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.engine import Done, State, Task
    from refdb.report.suites import Suite

#: What the answers of checks have in common: `schema/findings-1.json` describes it.
SCHEMA = "refdb/findings-1"


def as_json(answer: object, suites: Sequence[Suite] = (), *, indent: int | None = 2) -> str:
    """Answers one JSON object.

    Args:
        answer: what a method of Project answered, or an error.
        suites: what it came to, where it is a check's.
        indent: blanks before each level; None for all of it in one line.
    """
    common = _common(suites) if suites else {}
    values = {**_values(answer), **common}
    return json.dumps(values, ensure_ascii=False, indent=indent, default=_plain)


def _common(suites: Sequence[Suite]) -> dict[str, Any]:
    """What every check's answer has, in one form."""
    return {
        "schema": SCHEMA,
        "checks": [_check(one) for one in suites],
        "findings": [
            finding.as_dict() | {"check": one.check} for one in suites for finding in one.findings
        ],
        "notes": [note.as_dict() | {"check": one.check} for one in suites for note in one.notes],
        "excused": [
            excused.finding.as_dict()
            | {"check": one.check, "reason": excused.reason, "in_source": excused.in_source}
            for one in suites
            for excused in one.excused
        ],
        "unchecked": [
            asdict(gap) | {"check": one.check} for one in suites for gap in one.unchecked
        ],
    }


def _check(suite: Suite) -> dict[str, Any]:
    return {
        "check": suite.check,
        "server": suite.server or None,
        "duration_ms": round(suite.duration_ms, 3),
        "findings": len(suite.findings),
        "error": error_as_dict(suite.error) if suite.error else None,
    }


@singledispatch
def _values(answer: object) -> dict[str, Any]:
    raise TypeError(answer)


@_values.register
def _(error: RefdbError) -> dict[str, Any]:
    return {"error": error_as_dict(error), "also": [error_as_dict(one) for one in error.also]}


@_values.register
def _(status: Status) -> dict[str, Any]:
    return {
        "target": status.target,
        "migrations": [_state(one) for one in status.states],
        "findings": [one.as_dict() for one in status.findings],
    }


def _state(state: State) -> dict[str, Any]:
    values: dict[str, Any] = {"id": state.id, "state": state.state, "file": state.file or None}
    if state.applied:
        values |= {
            "applied_at": state.applied.applied_at,
            "applied_by": state.applied.applied_by,
            "duration_ms": state.applied.duration_ms,
            "rollback_edited": state.rollback_edited,
            "cosmetic_edit": state.is_cosmetic_edit,
        }
    if state.state == "unfinished":
        values["statements_done"] = state.done
    return values


@_values.register
def _(outcome: Outcome) -> dict[str, Any]:
    values = {
        "target": outcome.target,
        "dry_run": outcome.dry_run,
        "warnings": list(outcome.plan.warnings),
        "cron_stand_in": outcome.cron_stand_in,
    }
    if outcome.dry_run:
        values["planned"] = [_task(one) for one in outcome.plan.tasks]
    else:
        values["done"] = [_done(one) for one in outcome.done]
    if outcome.left is not None:
        values["left"] = [one._asdict() for one in outcome.left]
    return values


def _task(task: Task) -> dict[str, Any]:
    return {
        "direction": task.direction,
        "id": task.migration.id,
        "file": task.script.file,
        "transactional": task.migration.transactional,
        "statements": [{"line": one.line, "sql": one.text} for one in task.statements],
    }


def _done(done: Done) -> dict[str, Any]:
    return {
        "direction": done.direction,
        "id": done.id,
        "statements": done.statements,
        "duration_ms": round(done.duration_ms, 3),
    }


@_values.register
def _(outcome: FleetOutcome) -> dict[str, Any]:
    return _fleet(outcome) | {
        "direction": outcome.direction,
        "targets": [
            {
                "name": one.name,
                "state": one.state,
                "migrations": one.migrations,
                "duration_ms": round(one.duration_ms, 3),
                "error": error_as_dict(one.error) if one.error else None,
            }
            for one in outcome.rows
        ],
    }


@_values.register
def _(status: FleetStatus) -> dict[str, Any]:
    return _fleet(status) | {
        "targets": [
            {
                "name": one.name,
                "state": one.standing,
                "applied": one.applied,
                "pending": one.pending,
                "first_pending": one.first_pending or None,
                "problems": list(one.problems),
                "error": error_as_dict(one.error) if one.error else None,
            }
            for one in status.rows
        ],
    }


def _fleet(answer: FleetOutcome | FleetStatus) -> dict[str, Any]:
    return {"exit_code": answer.exit_code, "interrupted": bool(answer.interrupted)}


@_values.register
def _(tested: Tested) -> dict[str, Any]:
    return tests.as_dict(tested)


@_values.register
def _(adopted: Adopted) -> dict[str, Any]:
    return {
        "target": adopted.target,
        "dry_run": adopted.dry_run,
        "tool": adopted.adoption.tool,
        "migrations": [
            {
                "id": row.item.migration.id,
                "version": row.item.version,
                "state": row.state,
                "applied_at": row.item.mark.applied_at if row.item.mark else None,
                "file": row.item.migration.apply.file,
                "transactional": row.item.migration.transactional,
            }
            for row in adopted.rows
        ],
        "findings": [one.as_dict() for one in adopted.findings],
    }


@_values.register
def _(told: Told) -> dict[str, Any]:
    return told.as_dict()


@_values.register
def _(cleaned: Cleaned) -> dict[str, Any]:
    return {
        "folder": str(cleaned.folder),
        "templates": cleaned.templates,
        "bytes": cleaned.size,
    }


@_values.register
def _(called: Called) -> dict[str, Any]:
    return calls.as_dict(called)


def _plain(value: object) -> object:
    """What JSON has no form for: dates as ISO 8601, exact numbers as numbers where they fit."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return str(value)
