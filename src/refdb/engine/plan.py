"""What a command will do, and what it refuses to do. Pure: `--dry-run` prints it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb.engine.refusals import (
    refused_change,
    refused_files,
    refused_owed,
    refused_rollback,
    refused_states,
    refused_steps,
)
from refdb.engine.state import State, find, states
from refdb.tree import migration_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from refdb.errors import RefdbError
    from refdb.ledger import Ledger, Texts
    from refdb.sqltext import Statement
    from refdb.tree import Migration, Script


@dataclass(frozen=True)
class Task:
    """One migration in one direction.

    Attributes:
        direction: `apply` or `rollback`.
        migration: the migration.
        skip: statements of a non-transactional one that an earlier run has done.
        is_cut_off: whether the one after them was begun and never ended.
        begun: whether an earlier run has left steps of it in the ledger.
        overwrites: the objects that it replaces though they were changed by hand.
        redo: what it is to a redo: `begun`, `done`, `forgotten`, or nothing.
    """

    direction: str
    migration: Migration
    skip: int = 0
    is_cut_off: bool = False
    begun: bool = False
    overwrites: tuple[str, ...] = ()
    redo: str = ""

    @property
    def script(self) -> Script:
        """The file that is run."""
        rollback = self.migration.rollback
        if self.direction == "rollback" and rollback is not None:
            return rollback
        return self.migration.apply

    @property
    def has_steps(self) -> bool:
        """Whether the ledger has steps of it, or will have when it ends."""
        return self.runs_by_statement or self.begun

    @property
    def runs_by_statement(self) -> bool:
        """Whether its statements run one by one, and not as one transaction."""
        return not self.migration.transactional or "repeat" in self.script.header

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that will be run."""
        return self.script.statements[self.skip :]


@dataclass(frozen=True)
class Plan:
    """What will be done in order, what is refused, and what should be known.

    Attributes:
        tasks: what will be done; meaningless while something is refused.
        refusals: why nothing will be done; empty when all is well.
        warnings: sentences for the person at the terminal.
    """

    tasks: tuple[Task, ...] = ()
    refusals: tuple[RefdbError, ...] = ()
    warnings: tuple[str, ...] = ()

    def check(self) -> None:
        """Raises the first refusal, the others in its `also`; nothing when there is none."""
        if self.refusals:
            first, *others = self.refusals
            first.also = tuple(others)
            raise first


def plan_apply(
    migrations: Sequence[Migration],
    ledger: Ledger,
    *,
    to: str | None = None,
    allow_out_of_order: bool = False,
    resume: str = "",
) -> Plan:
    """Answers what `apply` does: every pending migration in order, up to and with `to`.

    Args:
        migrations: the tree's, in order.
        ledger: the target's.
        to: id, number or beginning of an id.
        allow_out_of_order: apply those that come before an applied one as well.
        resume: how to go on at a statement of which nobody can tell whether it took effect:
            `at` runs it again, `after` takes it as done; empty refuses.

    Raises:
        BadRequestError: `to` names no migration, or several.
    """
    seen = states(migrations, ledger)
    tasks = tuple(
        _task("apply", one, ledger, resume)
        for one in _until(migrations, to)
        if one.id not in ledger.by_id
    )
    refusals = [
        *refused_states(seen, allow_out_of_order=allow_out_of_order),
        *(refusal for task in tasks for refusal in refused_files(task.migration)),
    ]
    if not refusals:
        scripts = {one.id: one.apply for one in migrations}
        refusals.extend(refused_steps(ledger, "apply", scripts, resume))
    return Plan(tasks, tuple(refusals), tuple(_warnings(seen)))


def _until(migrations: Sequence[Migration], to: str | None) -> Sequence[Migration]:
    if to is None:
        return migrations
    ids = [one.id for one in migrations]
    return migrations[: ids.index(find(ids, to)) + 1]


def _task(direction: str, migration: Migration, ledger: Ledger, resume: str = "") -> Task:
    steps = ledger.steps_of(migration.id)
    done = sum(step.is_finished for step in steps)
    is_cut_off = len(steps) > done
    is_taken_as_done = is_cut_off and resume == "after"
    ends_redo = "done" if direction == "apply" else "forgotten"
    return Task(
        direction,
        migration,
        skip=done + is_taken_as_done,
        is_cut_off=is_cut_off and not resume,
        begun=bool(steps),
        redo=ends_redo if migration.id in ledger.redo else "",
    )


def _warnings(seen: Iterable[State]) -> Iterator[str]:
    for one in seen:
        if one.rollback_edited:
            yield f"{one.id}: its rollback file was changed after it was applied"
        elif one.is_cosmetic_edit:
            yield f"{one.id}: white space or comments changed after it was applied, nothing else"


def plan_rollback(  # noqa: PLR0913 - one parameter an option
    migrations: Sequence[Migration],
    ledger: Ledger,
    *,
    steps: int | None = 1,
    to: str | None = None,
    allow_edited: bool = False,
    from_ledger: bool = False,
    resume: str = "",
) -> Plan:
    """Answers what `rollback` does, newest first.

    Args:
        migrations: the tree's, in order.
        ledger: the target's.
        steps: how many; None for all.
        to: roll back what came after this one, which stays; it wins over steps.
        allow_edited: run the files as they are now, though they changed since the apply.
        from_ledger: run the ledger's own text of those that changed or are gone.
        resume: see plan_apply.

    Raises:
        BadRequestError: `to` names no applied migration, or several.
    """
    chosen = _newest(states(migrations, ledger), steps, to)
    by_id = {one.id: one for one in migrations}
    if from_ledger:
        recorded = {one: _recorded(text) for one, text in ledger.texts.items()}
        by_id |= recorded
        chosen = [
            State(one.id, "applied", applied=one.applied) if one.id in recorded else one
            for one in chosen
        ]
    present = [one for one in chosen if one.id in by_id]
    refusals: list[RefdbError] = [refused_change(one) for one in chosen if one.id not in by_id]
    for one in present:
        refusals.extend(refused_rollback(by_id[one.id], one, allow_edited=allow_edited))
    tasks = tuple(_task("rollback", by_id[one.id], ledger, resume) for one in present)
    if not refusals:
        scripts = {task.migration.id: task.script for task in tasks}
        refusals.extend(refused_steps(ledger, "rollback", scripts, resume))
    return Plan(tasks, tuple(refusals), tuple(_warnings(chosen)))


def _recorded(texts: Texts) -> Migration:
    """A migration as it was when it was applied."""
    return migration_of(texts.id, texts.apply_text, texts.rollback_text, "the ledger")


def _newest(seen: Sequence[State], steps: int | None, to: str | None) -> Sequence[State]:
    newest_first = [one for one in reversed(seen) if one.applied]
    if to is None:
        return newest_first[:steps]
    ids = [one.id for one in newest_first]
    return newest_first[: ids.index(find(ids, to))]


def plan_redo(
    migrations: Sequence[Migration],
    ledger: Ledger,
    *,
    steps: int = 1,
    allow_edited: bool = False,
) -> Plan:
    """Answers what `redo` does: the newest rolled back, then applied again.

    A redo that was cut off is ended, not begun anew: what it has rolled back counts.

    Args:
        migrations: the tree's, in order.
        ledger: the target's.
        steps: how many.
        allow_edited: run the files as they are now, though they changed since the apply.
    """
    by_id = {one.id: one for one in migrations}
    owed = [one for one, is_done in ledger.redo.items() if not is_done and one not in ledger.by_id]
    is_on_its_way_up = any(ledger.redo.values()) or any(
        step.direction == "apply" and step.migration_id in owed for step in ledger.steps
    )
    left = 0 if is_on_its_way_up else max(steps - len(owed), 0)
    down = [one for one in ledger.steps if one.direction == "rollback"]
    back = plan_rollback(
        migrations, replace(ledger, steps=tuple(down)), steps=left, allow_edited=allow_edited
    )
    down_tasks = tuple(replace(task, redo="begun") for task in back.tasks)
    ids = {task.migration.id for task in down_tasks}.union(owed)
    gone = [one for one in owed if one not in by_id]
    up = [one for one in migrations if one.id in ids]
    again = [replace(_task("apply", one, _rolled_back(ledger)), redo="done") for one in up]
    refusals = [
        *back.refusals,
        *(problem for one in up for problem in refused_files(one)),
        *(refused_owed(one) for one in gone),
        *_refused_way_up(ledger, again),
    ]
    return Plan(down_tasks + tuple(again), tuple(refusals), back.warnings)


def _rolled_back(ledger: Ledger) -> Ledger:
    """The ledger as far as the way up of a redo is concerned."""
    return replace(ledger, steps=tuple(one for one in ledger.steps if one.direction == "apply"))


def _refused_way_up(ledger: Ledger, again: Sequence[Task]) -> Iterator[RefdbError]:
    scripts = {task.migration.id: task.script for task in again}
    return refused_steps(_rolled_back(ledger), "apply", scripts, "")
