"""The way up: each migration up, down and up again, one after the other."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb import engine
from refdb.errors import RefdbError
from refdb.prove.judge import Seen, is_same, judge, problem
from refdb.prove.values import Proof, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refdb.catalog import Snapshot
    from refdb.prove.stage import Stage, State
    from refdb.tree import Migration

#: Verdicts of migrations that the way down from the top stops at: what is below one of them would
#: fail because of it.
STOPS = (
    Verdict.IRREVERSIBLE,
    Verdict.NO_ROLLBACK,
    Verdict.ROLLBACK_FAILS,
    Verdict.NOT_REVERSIBLE,
)


@dataclass(frozen=True)
class Climbed:
    """What the way up showed.

    Attributes:
        start: how many migrations were only applied.
        proofs: one for each of the others, in order.
        base: the catalog before the first that was proved.
        floors: the catalogs that the way down must come to where it stops, by how many
            migrations are applied there.
    """

    start: int
    proofs: tuple[Proof, ...]
    base: Snapshot
    floors: Mapping[int, Snapshot]


def climb(stage: Stage, migrations: Sequence[Migration], start: int, *, is_strict: bool) -> Climbed:
    """Proves migrations on the way up.

    Args:
        stage: where.
        migrations: the tree's, in order.
        start: how many are only applied.
        is_strict: a rollback that says nothing of what it loses has said that it is nothing.

    Raises:
        RefdbError: one that is only applied fails.
    """
    stage.reach(start)
    before = stage.look()
    base, proofs, floors = before.catalog, list[Proof](), {}
    for index in range(start, len(migrations)):
        if stage.is_lost:
            stage.reach(index)
            before = stage.look()
        started = time.perf_counter()
        proof, before = _prove(stage, migrations[index], index, before, is_strict=is_strict)
        duration_ms = (time.perf_counter() - started) * 1000
        proofs.append(replace(proof, duration_ms=duration_ms))
        if proof.verdict in STOPS:
            floors[index + 1] = before.catalog
    return Climbed(start, tuple(proofs), base, floors)


def _prove(
    stage: Stage, migration: Migration, index: int, before: State, *, is_strict: bool
) -> tuple[Proof, State]:
    """Answers the proof of one migration, and the state that the next one begins with."""
    if error := _failure(stage, "apply", migration, index):
        stage.leave_out(index)
        _settle(stage, "apply", migration, index)
        return Proof(migration, Verdict.APPLY_FAILS, error=error), before
    after = stage.look()
    stage.stands_at(index + 1)
    if migration.irreversible:
        return Proof(migration, Verdict.IRREVERSIBLE), after
    if not _has_rollback(migration):
        return Proof(migration, Verdict.NO_ROLLBACK), after
    if error := _failure(stage, "rollback", migration, index):
        _settle(stage, "rollback", migration, index)
        return Proof(migration, Verdict.ROLLBACK_FAILS, error=error), after
    back = stage.look()
    error = _failure(stage, "apply", migration, index)
    again = None if error else stage.look()
    if again is None or not is_same(after, again):
        stage.lose()
    return judge(migration, Seen(before, after, back, again, error), is_strict=is_strict), (
        again or after
    )


def _has_rollback(migration: Migration) -> bool:
    """Whether there is a rollback to run, though it may be one that cannot be read."""
    rollback = migration.rollback
    return rollback is not None and (
        problem(migration, rollback) is not None or migration.has_rollback
    )


def _failure(stage: Stage, direction: str, migration: Migration, index: int) -> RefdbError | None:
    """Runs a migration; answers why it failed, None when it did not."""
    script = engine.Task(direction, migration).script
    if error := problem(migration, script):
        return error
    try:
        stage.run(direction, index)
    except RefdbError as error:
        return error
    return None


def _settle(stage: Stage, direction: str, migration: Migration, index: int) -> None:
    """After a failure: nothing happened, unless statements were run one by one."""
    if engine.Task(direction, migration).runs_by_statement:
        stage.lose()
    else:
        stage.stands_at(index + 1)
