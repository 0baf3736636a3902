"""What the tree and the ledger say of each migration. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, did_you_mean
from refdb.late import late

with late():
    from refdb.engine import edits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.engine.edits import Edit
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
        apply_edit: what changed in its apply file since, None for nothing.
        rollback_edit: what changed in its rollback file since, None for nothing.
        done: statements of an unfinished one that ended well.
    """

    id: str
    state: str
    file: str = ""
    applied: Applied | None = None
    apply_edit: Edit | None = None
    rollback_edit: Edit | None = None
    done: int = 0

    @property
    def rollback_edited(self) -> bool:
        """Whether its rollback file does something else now than when it was applied."""
        return self.rollback_edit is not None and not self.rollback_edit.cosmetic

    @property
    def is_cosmetic_edit(self) -> bool:
        """Whether white space or comments of its files changed, and nothing else."""
        edits = [one for one in (self.apply_edit, self.rollback_edit) if one]
        return bool(edits) and all(one.cosmetic for one in edits)


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
        apply_edit = _apply_edit(applied, migration, ledger)
        state = "edited" if apply_edit and not apply_edit.cosmetic else "applied"
        rollback_edit = _rollback_edit(applied, migration, ledger)
        return State(migration.id, state, file, applied, apply_edit, rollback_edit)
    steps = ledger.steps_of(migration.id)
    if steps:
        return State(migration.id, "unfinished", file, done=sum(one.is_finished for one in steps))
    return State(migration.id, "out of order" if out_of_order else "pending", file)


def _apply_edit(applied: Applied, migration: Migration, ledger: Ledger) -> Edit | None:
    # yoyo keeps no checksum: what it applied cannot be judged.
    if applied.apply_checksum in (None, migration.apply.checksum):
        return None
    texts = ledger.texts.get(migration.id)
    return edits.edit_of(migration.apply, texts.apply_text if texts else None, migration.apply.file)


def _rollback_edit(applied: Applied, migration: Migration, ledger: Ledger) -> Edit | None:
    now = migration.rollback.checksum if migration.rollback else None
    if applied.apply_checksum is None or applied.rollback_checksum == now:
        return None
    texts = ledger.texts.get(migration.id)
    file = migration.rollback.file if migration.rollback else migration.apply.file
    return edits.edit_of(migration.rollback, texts.rollback_text if texts else None, file)


def changed_ids(migrations: Sequence[Migration], ledger: Ledger) -> tuple[str, ...]:
    """Answers the applied migrations whose files are not the ones that were run, or are gone."""
    same = {
        one.id
        for one in migrations
        if (applied := ledger.by_id.get(one.id))
        and applied.apply_checksum == one.apply.checksum
        and applied.rollback_checksum == (one.rollback.checksum if one.rollback else None)
    }
    return tuple(one.migration_id for one in ledger.applied if one.migration_id not in same)


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
