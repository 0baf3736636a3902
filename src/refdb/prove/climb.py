"""The way up: each migration up, down and up again, one after the other."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb.prove.judge import Seen, is_real, judge, problem
from refdb.prove.values import Proof, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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


def joined(parts: Sequence[Climbed]) -> Climbed:
    """Answers what the parts of one way up showed, the lowest first, as one."""
    lowest = parts[0]
    proofs = tuple(proof for part in parts for proof in part.proofs)
    floors = {count: floor for part in parts for count, floor in part.floors.items()}
    return Climbed(lowest.start, proofs, lowest.base, floors)


def climb(
    stage: Stage,
    migrations: Sequence[Migration],
    part: range,
    *,
    is_strict: bool,
    is_over: Callable[[], bool] = lambda: False,
) -> Climbed:
    """Proves migrations on the way up.

    Args:
        stage: where.
        migrations: the tree's, in order.
        part: which of them are proved; those before are only applied.
        is_strict: a rollback that says nothing of what it loses has said that it is nothing.
        is_over: asked before each whether to stop, as nobody waits for it any more.

    Raises:
        RefdbError: one that is required fails.
    """
    start = part.start
    stage.reach(start)
    before = stage.look()
    base, proofs, floors = before.catalog, list[Proof](), {}
    for index in part:
        if is_over():
            break
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
    if error := stage.failure("apply", index):
        stage.leave_out(index)
        _settle(stage, "apply", index)
        return Proof(migration, Verdict.APPLY_FAILS, error=error), before
    after = stage.look()
    stage.stands_at(index + 1)
    if migration.irreversible:
        return Proof(migration, Verdict.IRREVERSIBLE), after
    if not _has_rollback(migration):
        return Proof(migration, Verdict.NO_ROLLBACK), after
    if error := stage.failure("rollback", index):
        _settle(stage, "rollback", index)
        return Proof(migration, Verdict.ROLLBACK_FAILS, error=error), after
    back = stage.look()
    error = stage.failure("apply", index)
    again = None if error else stage.look()
    proof = judge(migration, Seen(before, after, back, again, error), is_strict=is_strict)
    if again is None or is_real(proof.again):
        stage.lose()
    return proof, again or after


def _has_rollback(migration: Migration) -> bool:
    """Whether there is a rollback to run, though it may be one that cannot be read."""
    rollback = migration.rollback
    return rollback is not None and (
        problem(migration, rollback) is not None or migration.has_rollback
    )


def _settle(stage: Stage, direction: str, index: int) -> None:
    """After a failure: nothing happened, unless statements were run one by one."""
    if stage.task(direction, index).runs_by_statement:
        stage.lose()
    else:
        stage.stands_at(index + 1)
