"""What the tree and the ledger say of each migration. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.ledger import Applied, Ledger
    from refdb.tree import Migration


@dataclass(frozen=True)
class State:
    """What is to be said of one migration.

    Attributes:
        id: the migration's id.
        state: `applied`, `pending`, `edited` (applied, but its apply file was changed since),
            `missing` (applied, but its files are gone), `out of order` (pending, but a later
            one is applied) or `unfinished` (a non-transactional one that stopped midway).
        file: the apply file; empty when it is missing.
        applied: the ledger's row, None when it is not applied.
        rollback_edited: applied, and its rollback file was changed since.
        done: statements of an unfinished one that ended well.
    """

    id: str
    state: str
    file: str = ""
    applied: Applied | None = None
    rollback_edited: bool = False
    done: int = 0


def states(migrations: Sequence[Migration], ledger: Ledger) -> tuple[State, ...]:
    """Answers the state of every migration in order; a missing one at its name's place."""
    known = {migration.id for migration in migrations}
    last = max(
        (number for number, one in enumerate(migrations) if one.id in ledger.by_id), default=-1
    )
    present = [
        _state(one, ledger, out_of_order=number < last) for number, one in enumerate(migrations)
    ]
    missing = [
        State(one.migration_id, "missing", applied=one)
        for one in ledger.applied
        if one.migration_id not in known
    ]
    return _merged(present, missing)


def _merged(present: list[State], missing: list[State]) -> tuple[State, ...]:
    merged = list(present)
    for one in sorted(missing, key=lambda state: state.id):
        place = next((n for n, other in enumerate(merged) if other.id > one.id), len(merged))
        merged.insert(place, one)
    return tuple(merged)


def _state(migration: Migration, ledger: Ledger, *, out_of_order: bool) -> State:
    applied = ledger.by_id.get(migration.id)
    file = migration.apply.file
    if applied:
        state = (
            "edited" if _differs(applied.apply_checksum, migration.apply.checksum) else "applied"
        )
        return State(migration.id, state, file, applied, _rollback_edited(applied, migration))
    steps = ledger.steps_of(migration.id)
    if steps:
        return State(migration.id, "unfinished", file, done=sum(one.is_finished for one in steps))
    return State(migration.id, "out of order" if out_of_order else "pending", file)


def _differs(recorded: str | None, now: str) -> bool:
    # yoyo keeps no checksum: what it applied cannot be judged.
    return recorded is not None and recorded != now


def _rollback_edited(applied: Applied, migration: Migration) -> bool:
    now = migration.rollback.checksum if migration.rollback else None
    return applied.apply_checksum is not None and applied.rollback_checksum != now


def find(ids: Sequence[str], wanted: str) -> str:
    """Answers the one id that a person means by a whole id, its number or its beginning.

    Raises:
        BadRequestError: none, or more than one.
    """
    if wanted in ids:
        return wanted
    number = wanted.lstrip("0")
    same_number = [
        one for one in ids if wanted.isdigit() and one.split("_")[0].lstrip("0") == number
    ]
    matching = same_number or [one for one in ids if one.startswith(wanted)]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise BadRequestError(
            f"{wanted} is more than one migration: {', '.join(matching)}",
            hint="Write the whole id.",
        )
    raise BadRequestError(f"there is no migration {wanted}", hint=did_you_mean(wanted, ids[-9:]))
