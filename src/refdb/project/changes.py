"""Changes a target: looks, decides, and carries the plan out under the runner's lock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb import engine, ledger
from refdb.late import late
from refdb.project import targets
from refdb.report.answers import Outcome

with late():
    from refdb import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.db import Connection
    from refdb.engine import Done, Plan
    from refdb.ledger import Ledger
    from refdb.project.base import Base


def change(  # noqa: PLR0913 - one parameter an option
    project: Base,
    conn: Connection,
    where: str,
    decide: Callable[[Ledger], Plan],
    *,
    dry_run: bool,
    overwrite: bool,
) -> Outcome:
    """Carries out on one target what is decided from its ledger.

    Args:
        project: whose tree and settings.
        conn: a connection to the target.
        where: the target in words.
        decide: answers the plan for a ledger.
        dry_run: answer the plan, change nothing.
        overwrite: replace what was changed by hand, and keep it in the ledger.

    Raises:
        RefusedError: something forbids it; nothing was changed.
        StatementFailedError: the server refused a statement.
    """
    if dry_run:
        return Outcome(where, _checked(project, conn, decide, overwrite=overwrite), dry_run=True)
    engine.check_reach(conn)
    on_wait = project.listener.on_other_runner
    with engine.runner_lock(conn, project.config.lock_wait, on_wait):
        plan = _checked(project, conn, decide, overwrite=overwrite)
        performed = engine.perform(conn, plan.tasks, _settings(project), project.listener)
        done = tuple(performed)
        return _outcome(conn, where, plan, done)


def _checked(
    project: Base,
    conn: Connection,
    decide: Callable[[Ledger], Plan],
    *,
    overwrite: bool,
) -> Plan:
    plan = decide(engine.look(conn, project.tree.migrations))
    plan.check()
    targets.check_cron(conn, plan.tasks)
    return _guarded(conn, plan, overwrite=overwrite)


def _guarded(conn: Connection, plan: Plan, *, overwrite: bool) -> Plan:
    found = engine.find_overwrites(conn, plan.tasks)
    if not overwrite:
        refusals = tuple(engine.refused_overwrites(plan.tasks, found))
        replace(plan, refusals=refusals).check()
    told = tuple(
        f"{plan.tasks[one.task].migration.id}: replaces {one.kind} {one.name}, which was changed "
        "by hand; refdb.overwritten keeps it"
        for one in found
    )
    tasks = engine.with_overwrites(plan.tasks, found)
    return replace(plan, tasks=tasks, warnings=plan.warnings + told)


def _settings(project: Base) -> engine.Settings:
    return engine.Settings(
        project.config.lock_timeout,
        project.config.statement_timeout,
        project.config.lock_attempts,
    )


def _outcome(conn: Connection, where: str, plan: Plan, done: tuple[Done, ...]) -> Outcome:
    rolled_back = any(one.direction == "rollback" for one in done)
    emptied = rolled_back and not ledger.read(conn).applied
    return Outcome(
        where,
        plan,
        done,
        left=catalog.read_entries(conn) if emptied else None,
        cron_stand_in=engine.needs_cron(plan.tasks) is not None
        and catalog.read_cron_state(conn).is_stand_in,
    )
