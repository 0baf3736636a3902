"""Why a command does nothing: each refusal is an error as a value. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.errors import RefdbError, RefusedError
from refdb.late import late
from refdb.tree import ROLLBACK_SUFFIX, checksum, problems, script_problems

with late():
    from refdb.engine import recovery

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.engine.state import State
    from refdb.ledger import Ledger, Step
    from refdb.tree import Migration, Script


def refused_states(seen: Sequence[State], *, allow_out_of_order: bool) -> Iterator[RefdbError]:
    """Answers what forbids to apply anything: edited, missing and out-of-order migrations."""
    for one in seen:
        if one.state in {"edited", "missing"}:
            yield refused_change(one)
        elif one.state == "out of order" and not allow_out_of_order:
            yield RefusedError(
                "comes before a migration that is applied",
                file=one.file,
                hint="Give it a higher number, or apply it all the same with --allow-out-of-order.",
            )


def refused_change(one: State) -> RefusedError:
    """Answers the refusal of an applied migration whose apply file was changed or is gone."""
    if one.state == "missing":
        return RefusedError(
            f"{one.id} is applied, but its file is gone",
            hint=f"Bring it back: `git log --diff-filter=D -- '*{one.id}.sql'` names the commit "
            "that took it. Or roll it back from the text that the ledger has: "
            "`refdb rollback --from-ledger`.",
        )
    return RefusedError(
        "was changed after it was applied",
        file=one.file,
        detail=one.apply_edit.diff if one.apply_edit else "",
        hint=f"Put the old text back (`git log -p -- {one.file}` shows it) and write the change "
        "as a new migration: `refdb new NAME`. While it is still yours alone: "
        "`refdb rollback --from-ledger` undoes what was applied, `refdb redo --allow-edited` runs "
        "the files as they are now.",
    )


def refused_owed(migration_id: str) -> RefusedError:
    """Answers the refusal of a redo that owes to apply a migration whose file is gone."""
    return RefusedError(
        f"{migration_id} was rolled back by a redo that was cut off, but its file is gone",
        hint=f"Bring it back: `git log --diff-filter=D -- '*{migration_id}.sql'` names the commit "
        "that took it; or delete its row in refdb.redo to leave it rolled back.",
    )


def refused_files(migration: Migration) -> Iterator[RefdbError]:
    """Answers what is wrong with a migration's files: SQL that cannot run, no rollback."""
    broken = problems(migration)
    yield from broken
    if not broken and not migration.irreversible and not migration.has_rollback:
        yield _no_rollback(migration)


def _refused_rollback_file(migration: Migration) -> Iterator[RefdbError]:
    # What is wrong with the apply file is of no matter on the way down.
    broken = script_problems(migration, migration.rollback) if migration.rollback else ()
    yield from broken
    if not broken and not migration.has_rollback:
        yield _no_rollback(migration)


def _no_rollback(migration: Migration) -> RefusedError:
    name = migration.apply.file.removesuffix(".sql") + ROLLBACK_SUFFIX
    what = "is empty" if migration.rollback else "is missing"
    return RefusedError(
        f"its rollback file {name.rpartition('/')[2]} {what}",
        file=migration.apply.file,
        hint=f"Write {name}, or say why there can be none with the header "
        "`-- irreversible: reason`.",
    )


def refused_rollback(
    migration: Migration,
    state: State,
    *,
    allow_edited: bool,
) -> Iterator[RefdbError]:
    """Answers why a migration cannot be rolled back."""
    if migration.irreversible:
        yield RefusedError(
            f"cannot be rolled back: {migration.irreversible}",
            file=migration.apply.file,
            line=migration.apply.header.line("irreversible"),
            hint="Write a new migration that leads on from here.",
        )
        return
    yield from _refused_rollback_file(migration)
    if allow_edited:
        return
    if state.state == "edited":
        yield refused_change(state)
    elif state.rollback_edited and migration.has_rollback:
        yield RefusedError(
            "was changed after its migration was applied",
            file=migration.rollback.file if migration.rollback else "",
            detail=state.rollback_edit.diff if state.rollback_edit else "",
            hint="Put the old text back, run the file as it is now with --allow-edited, or run "
            "what the ledger has with --from-ledger.",
        )


def refused_steps(
    ledger: Ledger,
    direction: str,
    scripts: dict[str, Script],
    resume: str,
) -> Iterator[RefdbError]:
    """Answers what an earlier run left midway and this one cannot end by itself.

    Args:
        ledger: the target's.
        direction: what this run does, `apply` or `rollback`.
        scripts: the file that this run would execute, by migration.
        resume: `at` or `after` where a person has looked whether the statement took effect.
    """
    for step in ledger.steps:
        script = scripts.get(step.migration_id)
        if step.direction != direction or script is None:
            yield RefusedError(
                f"{step.migration_id}: its {step.direction} stopped midway and must be ended first",
                hint=f"Run `refdb {step.direction}`.",
            )
        elif _is_edited_midway(step, script):
            yield _edited_midway(step, script)
        elif not step.is_finished and not resume and _is_a(recovery.Unknowable, step, script):
            yield _interrupted(step, script)


def _is_edited_midway(step: Step, script: Script) -> bool:
    """Whether a statement changed that left something behind, or may have."""
    statement = script.statements[step.position - 1 : step.position]
    is_same = bool(statement) and checksum(statement[0].text) == step.statement_checksum
    return not is_same and (step.is_finished or not _is_a(recovery.Atomic, step, script))


def _is_a(kind: type[recovery.Kind], step: Step, script: Script) -> bool:
    statement = script.statements[step.position - 1 : step.position]
    return bool(statement) and isinstance(recovery.kind_of(statement[0]), kind)


def _edited_midway(step: Step, script: Script) -> RefusedError:
    verb = "run" if step.is_finished else "begun"
    return RefusedError(
        f"statement {step.position} was {verb}, but changed since",
        file=script.file,
        hint="Put its old text back; only statements that were not begun yet may change.",
    )


def _interrupted(step: Step, script: Script) -> RefusedError:
    statement = script.statements[step.position - 1 : step.position]
    shown = f": {statement[0].summary}" if statement else ""
    return RefusedError(
        f"statement {step.position} was interrupted, and whether it took effect is unknown{shown}",
        file=script.file,
        line=statement[0].line if statement else None,
        hint=f"Look whether it did, then run `refdb {step.direction} --resume-after` if so, or "
        f"`refdb {step.direction} --resume-at` to run it again.",
    )
