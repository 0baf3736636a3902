"""Files beside the target: which job is missing, changed, extra or inactive. Pure."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from refdb.cron import cron_problems, next_runs, read_schedule
from refdb.cron.schedule import NotReadableError
from refdb.findings import Finding, Level
from refdb.schedules.history import findings_of, history_of
from refdb.schedules.values import JobState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from refdb.schedules.read import Seen
    from refdb.schedules.values import Facts, LiveJob, Run
    from refdb.tree.schedules import FileJob

#: How many of the next runs are told.
NEXT_RUNS = 5


def judge(files: Sequence[FileJob], seen: Seen, database: str) -> tuple[JobState, ...]:
    """Answers every job of the files and of the target, by name, with what is wrong with it.

    Args:
        files: the jobs of the files.
        seen: what pg_cron has for this database, and for those that the files name.
        database: the target's name.
    """
    left = list(seen.jobs)
    states = []
    for one in files:
        live = _taken(left, one, seen.facts.user, database)
        states.append(_state(one, live, seen, database))
    extra = [one for one in left if one.database == database]
    states += [_state(None, one, seen, database) for one in extra]
    return tuple(sorted(states, key=lambda one: one.name))


def _taken(left: list[LiveJob], file: FileJob, user: str, database: str) -> LiveJob | None:
    """The target's job that a file means, which is no other's then; the user's own first."""
    call = file.call
    where = call.database or database
    wanted = call.user or user
    alike = [
        one
        for one in left
        if one.database == where
        and (
            one.name == call.name
            if call.name
            else (one.name, one.schedule, one.command) == ("", call.schedule, call.command)
        )
    ]
    found = min(alike, key=lambda one: (one.user != wanted, one.id), default=None)
    if found:
        left.remove(found)
    return found


def _state(file: FileJob | None, live: LiveJob | None, seen: Seen, database: str) -> JobState:
    name = _name(file, live)
    changed = tuple(_differences(file, live, database)) if file and live else ()
    runs = [one for one in seen.runs if live and one.job == live.id]
    state = _word(file, live, changed)
    due = _due(live, seen.facts) if live and live.is_active else ()
    history = history_of(live, runs, _zone(seen.facts)) if live else history_of(None, (), UTC)
    own = (
        *_findings(name, state, file, changed, seen.facts),
        *_expression(name, file, live, seen.facts),
        *(_of_runs(name, live, runs, seen) if live else ()),
    )
    return JobState(name, state, file, live, changed, due, history, own)


def _name(file: FileJob | None, live: LiveJob | None) -> str:
    one = live or (file.call if file else None)
    if one is None:
        raise AssertionError  # never: a job is at least in one place
    return one.name or f"({one.schedule}) {one.command}"


def _word(file: FileJob | None, live: LiveJob | None, changed: Sequence[str]) -> str:
    if not live:
        return "missing"
    if not file:
        return "extra"
    if not live.is_active and file.call.active is not False:
        return "inactive"
    return "changed" if changed else "scheduled"


def _differences(file: FileJob, live: LiveJob, database: str) -> Iterator[str]:
    call = file.call
    pairs = (
        ("schedule", call.schedule, live.schedule),
        ("command", call.command, live.command),
        ("database", call.database or database, live.database),
        ("user", call.user or live.user, live.user),
    )
    for what, wanted, there in pairs:
        if wanted is not None and wanted != there:
            yield f"{what}: {wanted}, on the target {there}"
    if call.active is False and live.is_active:
        yield "active: false, on the target true"


def _findings(
    name: str, state: str, file: FileJob | None, changed: Sequence[str], facts: Facts
) -> Iterator[Finding]:
    where = {"file": file.file, "line": file.call.line} if file else {}
    told = {
        "missing": (
            "is not on the target",
            "`refdb apply` makes it; `refdb drift` if it was.",
        ),
        "changed": ("; ".join(changed), "`refdb drift` has the statement that brings it back."),
        "inactive": (
            "is switched off on the target",
            "In psql: select cron.alter_job(ID, active := true)",
        ),
        "extra": ("no file says it", "Write its file, or take it out: select cron.unschedule(ID)"),
    }
    if state == "missing" and not facts.sees_all:
        told["missing"] = (
            f"is not among the jobs that {facts.user} can see",
            "Each user sees its own jobs: connect as the one that applies migrations.",
        )
    if state in told:
        message, hint = told[state]
        level = Level.WARNING if state == "extra" else Level.ERROR
        yield Finding(f"schedules/{state}", name, message, level, hint=hint, **where)  # type: ignore[arg-type]


def _expression(
    name: str, file: FileJob | None, live: LiveJob | None, facts: Facts
) -> Iterator[Finding]:
    text = (file.call.schedule if file else None) or (live.schedule if live else "")
    where = {"file": file.file, "line": file.call.line} if file else {}
    for one in cron_problems(text):
        level = Level.ERROR if one.is_error else Level.WARNING
        message = f"schedule {text}: {one.message}"
        yield Finding("schedules/expression", name, message, level, hint=one.hint, **where)  # type: ignore[arg-type]
    try:
        needs = read_schedule(text).needs
    except NotReadableError:
        return
    if facts.version and _number(facts.version) < _number(needs):
        message = f"schedule {text}: needs pg_cron {needs}, the target has {facts.version}"
        hint = "Update pg_cron there, or write another schedule."
        yield Finding("schedules/expression", name, message, hint=hint, **where)  # type: ignore[arg-type]


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:2]))  # `1.4-1` is the first 1.4


def _of_runs(name: str, live: LiveJob, runs: Sequence[Run], seen: Seen) -> Iterator[Finding]:
    if live.is_active and seen.facts.version:
        yield from findings_of(name, live, runs, seen.facts.now, _zone(seen.facts))


def _due(live: LiveJob, facts: Facts) -> tuple[datetime, ...]:
    try:
        schedule = read_schedule(live.schedule)
    except NotReadableError:
        return ()
    return next_runs(schedule, facts.now, _zone(facts), NEXT_RUNS)


def _zone(facts: Facts) -> tzinfo:
    try:
        return ZoneInfo(facts.zone)
    except (ZoneInfoNotFoundError, ValueError):  # one that only the server knows
        return UTC
