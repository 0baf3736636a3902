"""From what was seen to a verdict. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from refdb import tree
from refdb.diff import Level, diff
from refdb.prove.losses import undeclared
from refdb.prove.rows import compare, dropped
from refdb.prove.values import Proof, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.diff import Change
    from refdb.errors import RefdbError
    from refdb.prove.rows import Loss
    from refdb.prove.stage import State
    from refdb.tree import Migration, Script


class Seen(NamedTuple):
    """What a migration's way up, down and up again showed.

    Attributes:
        before: before it.
        after: when it was applied.
        back: when it was rolled back.
        again: when it was applied again; None where that failed.
        error: why it failed.
    """

    before: State
    after: State
    back: State
    again: State | None
    error: RefdbError | None


def judge(migration: Migration, seen: Seen, *, is_strict: bool) -> Proof:
    """Answers what is true of a migration that went up, down and up again.

    Args:
        migration: the migration.
        seen: what that showed.
        is_strict: a rollback that says nothing of what it loses has said that it is nothing.
    """
    changes = _changes(seen.before, seen.back)
    again = _changes(seen.after, seen.again) if seen.again else ()
    lost = (
        *compare(seen.before.rows, seen.back.rows),
        *dropped(seen.before.rows, seen.after.rows, seen.back.rows),
    )
    losses = undeclared(lost, migration, is_strict=is_strict)
    verdict = _verdict((*changes, *again), losses, has_failed=seen.error is not None)
    return Proof(migration, verdict, changes, again, losses, seen.error)


def _verdict(changes: Sequence[Change], losses: Sequence[Loss], *, has_failed: bool) -> Verdict:
    levels = {change.level for change in changes}
    if has_failed or Level.REAL in levels or any(loss.is_left for loss in losses):
        return Verdict.NOT_REVERSIBLE
    if losses:
        return Verdict.LOSES_DATA
    if Level.PHYSICAL in levels:
        return Verdict.PHYSICAL
    return Verdict.COSMETIC if levels else Verdict.REVERSIBLE


def is_real(changes: Sequence[Change]) -> bool:
    """Answers whether somebody can notice one of the changes."""
    return any(change.level is Level.REAL for change in changes)


def _changes(before: State, after: State) -> tuple[Change, ...]:
    if before.catalog == after.catalog:  # mostly: asked for less than what differs
        return ()
    return diff(before.catalog, after.catalog)


def problem(migration: Migration, script: Script) -> RefdbError | None:
    """Answers what makes one of a migration's files fail for certain; None when nothing does."""
    return next(iter(tree.script_problems(migration, script)), None)
