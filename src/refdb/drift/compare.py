"""What a database has that its migrations did not make, and the other way round. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import ddl
from refdb.diff import Action, diff
from refdb.diff import Level as HowMuch
from refdb.drift import jobs
from refdb.drift.owner import OWNER
from refdb.errors import RefusedError
from refdb.findings import Finding, Level, is_like

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refdb.catalog import Snapshot
    from refdb.diff import Change
    from refdb.drift.jobs import Elsewhere

_WORDS = {Action.ADDED: "extra", Action.REMOVED: "missing", Action.CHANGED: "changed"}


@dataclass(frozen=True)
class Drifted:
    """One difference between a target and its files.

    Attributes:
        change: the difference, from the files to the target.
        finding: the same as a finding.
        statements: SQL that would bring the target back to its files; empty where only a person
            can say how.
        ignored: the reason why it is left alone; empty where it is not.
    """

    change: Change
    finding: Finding
    statements: tuple[str, ...] = ()
    ignored: str = ""


def compare(
    expected: Snapshot,
    live: Snapshot,
    ignore: Mapping[str, str],
    jobs_elsewhere: Elsewhere | None = None,
) -> tuple[Drifted, ...]:
    """Answers how a target differs from its files.

    Args:
        expected: what the applied migrations give.
        live: the target.
        ignore: by a finding's key, or the key of an entry, the reason why it is left alone; `*`
            in a key stands for anything.
        jobs_elsewhere: the databases of jobs that pg_cron has for others, by name and user.
    """
    changes = diff(expected, live)
    return tuple(_drifted(one, expected, live, ignore, jobs_elsewhere or {}) for one in changes)


def _drifted(
    change: Change,
    expected: Snapshot,
    live: Snapshot,
    ignore: Mapping[str, str],
    jobs_elsewhere: Elsewhere,
) -> Drifted:
    where = jobs.database_of(change, jobs_elsewhere)
    finding = _finding(change, where)
    back = jobs.brought_back(change) if where else _way_back(change, expected, live)
    return Drifted(change, finding, back, _reason(finding, ignore))


def _finding(change: Change, where: str) -> Finding:
    return Finding(
        f"drift/{_WORDS[change.action]}",
        change.key,
        f"{change.key}: is there for the database {where}" if where else _message(change),
        Level.ERROR if change.level is HowMuch.REAL else Level.NOTE,
    )


def _message(change: Change) -> str:
    if change.action is Action.ADDED:
        return f"{change.key}: no migration made it"
    if change.action is Action.REMOVED:
        return f"{change.key}: is missing"
    return change.line()


def _reason(finding: Finding, ignore: Mapping[str, str]) -> str:
    return next((reason for key, reason in ignore.items() if _means(key, finding)), "")


def _means(key: str, finding: Finding) -> bool:
    """Whether an exception is about a finding; `*` in its key stands for anything."""
    return any(is_like(key, name) for name in (finding.key, finding.object))


def _way_back(change: Change, expected: Snapshot, live: Snapshot) -> tuple[str, ...]:
    if change.action is Action.ADDED:
        return ddl.drop(live, [change.key], role=OWNER)
    if change.action is Action.REMOVED:
        return ddl.create(expected, [change.key], role=OWNER)
    try:
        return ddl.replace(live, expected, [change.key], role=OWNER)
    except RefusedError:  # rows would be lost: a person must say how they get back
        return ()


def unused(drifted: tuple[Drifted, ...], ignore: Mapping[str, str]) -> Iterator[Finding]:
    """Answers the exceptions that except nothing, and so hide what may come."""
    for key in ignore:
        if not any(_means(key, one.finding) for one in drifted):
            message = "is ignored, but there is no such difference"
            hint = "Take it out of --ignore, or of [ignore] in refdb.toml."
            yield Finding("drift/unused-ignore", key, message, Level.WARNING, hint=hint)
