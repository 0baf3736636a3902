"""The verbs that look at a target or change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb import tree
from refdb.late import late
from refdb.project.base import Base
from refdb.report.answers import Status

with late():
    from refdb import engine, fleet
    from refdb.project import adoption, changes, drifting, fleets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from refdb.engine import Plan
    from refdb.ledger import Ledger
    from refdb.report.adoption import Adopted
    from refdb.report.answers import Outcome
    from refdb.report.drift import Drift
    from refdb.report.fleet import FleetRow


class Changing(Base):
    """Status, apply, rollback, redo, adopt, and all of them on many targets at once."""

    def status(self) -> Status:
        """Answers the state of every migration on the target. Changes nothing."""
        migrations = self.tree.migrations
        with self.connected() as (conn, where):
            states = engine.states(migrations, engine.look(conn, migrations))
        return Status(where, states, tree.same_numbers(migrations))

    def drift(self, *, ignore: Mapping[str, str] | None = None) -> Drift:
        """Answers how the target differs from what its applied migrations give. Changes nothing.

        Args:
            ignore: by the key of a finding, or of what it speaks of, the reason why it is left
                alone; those of refdb.toml are ignored as well.

        Raises:
            BadRequestError: a migration is applied whose file is gone.
        """
        return drifting.find_drift(self, ignore or {})

    def apply(
        self,
        *,
        to: str | None = None,
        allow_out_of_order: bool = False,
        resume: str = "",
        overwrite: bool = False,
        dry_run: bool = False,
    ) -> Outcome:
        """Applies the pending migrations in order.

        Args:
            to: the last one to apply: its id, number or beginning.
            allow_out_of_order: those before an applied one as well.
            resume: what to do with a statement of which nobody can tell whether it took effect:
                `at` runs it again, `after` takes it as done.
            overwrite: replace functions, views and triggers that were changed by hand, and keep
                what they were in the ledger.
            dry_run: answer the plan, change nothing.

        Raises:
            RefusedError: something forbids it; nothing was changed.
            StatementFailedError: the server refused a statement; migrations before it stay.
        """

        def plan(seen: Ledger) -> Plan:
            return engine.plan_apply(
                self.tree.migrations,
                seen,
                to=to,
                allow_out_of_order=allow_out_of_order,
                resume=resume,
            )

        return self._change(plan, overwrite=overwrite, dry_run=dry_run)

    def rollback(  # noqa: PLR0913 - one parameter an option
        self,
        *,
        steps: int | None = 1,
        to: str | None = None,
        allow_edited: bool = False,
        from_ledger: bool = False,
        resume: str = "",
        overwrite: bool = False,
        dry_run: bool = False,
    ) -> Outcome:
        """Rolls migrations back, newest first.

        Args:
            steps: how many; None for all.
            to: the one that stays applied, everything after it goes; it wins over steps.
            allow_edited: run the files as they are now, though they changed since the apply.
            from_ledger: run the ledger's own text of those that changed or are gone.
            resume: as for apply.
            overwrite: as for apply.
            dry_run: answer the plan, change nothing.

        Raises:
            RefusedError: something forbids it; nothing was changed.
            StatementFailedError: the server refused a statement; those before it stay rolled back.
        """

        def plan(seen: Ledger) -> Plan:
            return engine.plan_rollback(
                self.tree.migrations,
                seen,
                steps=steps,
                to=to,
                allow_edited=allow_edited,
                from_ledger=from_ledger,
                resume=resume,
            )

        return self._change(plan, overwrite=overwrite, dry_run=dry_run)

    def redo(
        self,
        *,
        steps: int = 1,
        allow_edited: bool = False,
        overwrite: bool = False,
        dry_run: bool = False,
    ) -> Outcome:
        """Rolls the newest migrations back and applies them again.

        Args:
            steps: how many.
            allow_edited: run the files as they are now, though they changed since the apply.
            overwrite: as for apply.
            dry_run: answer the plan, change nothing.

        Raises:
            RefusedError: something forbids it; nothing was changed.
            StatementFailedError: the server refused a statement.
        """

        def plan(seen: Ledger) -> Plan:
            migrations = self.tree.migrations
            return engine.plan_redo(migrations, seen, steps=steps, allow_edited=allow_edited)

        return self._change(plan, overwrite=overwrite, dry_run=dry_run)

    def _change(
        self, decide: Callable[[Ledger], Plan], *, overwrite: bool, dry_run: bool
    ) -> Outcome:
        _ = self.tree.migrations  # a broken tree is told before anything is connected to
        with self.connected() as (conn, where):
            return changes.change(self, conn, where, decide, overwrite=overwrite, dry_run=dry_run)

    def adopt(
        self, tool: str, folder: Path | None = None, *, dry_run: bool = False, **places: Any
    ) -> Adopted:
        """Takes over the files and the ledger of another tool; runs nothing of them.

        Args:
            tool: its name, or `baseline` for a database that no tool migrated.
            folder: its files; None to look at its usual places.
            dry_run: answer what would be written and recorded, change nothing.
            **places: table, its ledger under another name; python, the one that has Alembic.

        Raises:
            RefusedError: something forbids it; nothing was changed.
        """
        with self.connected() as (conn, where):
            request = adoption.request(self, tool, folder, **places)
            return adoption.adopt(conn, where, request, self.config.lock_wait, dry_run=dry_run)

    def fleet(
        self,
        targets: str,
        *,
        on_end: Callable[[FleetRow], None] = lambda _: None,
        **rule: int,
    ) -> fleets.Fleet:
        """Answers many targets at once, with the verbs that work on them.

        Args:
            targets: a group of refdb.toml, or a file with one target a line.
            on_end: called with each target as it ends.
            **rule: canary, parallel and max_failures, as for fleet.Rule.

        Raises:
            BadRequestError: no such group or file, a line that is no target, a target twice.
        """
        members = fleet.read_members(self.config, targets)
        return fleets.Fleet(self, members, fleet.Rule(**rule), on_end)
