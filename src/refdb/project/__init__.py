"""What a person asks of refdb, one method a verb: the same from Python as from the shell."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from refdb import config, db, engine, fleet, tree
from refdb.errors import BadRequestError
from refdb.project import adoption, changes, fleets, runs, scaffold, targets, throwaways
from refdb.report.answers import Called, Explained, Outcome, Status, Tested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from refdb.db import Connection
    from refdb.engine import Plan
    from refdb.ledger import Ledger
    from refdb.report.adoption import Adopted
    from refdb.report.fleet import FleetRow
    from refdb.throwaway import Cleaned, Throwaway

__all__ = ["Called", "Explained", "Outcome", "Project", "Status", "Tested"]

#: Referrals in the sample data of `call` and `explain`, unless they are asked for more.
SAMPLE_ROWS = 10_000


@dataclass(frozen=True)
class Project:
    """A tree, its configuration and the target that its commands work on.

    Attributes:
        config: what refdb.toml and the environment say.
        target: the name or URL of the target; None to look for it where config says.
        interactive: whether a person sits at a terminal, who may use the development database
            without having asked for it.
        listener: told what happens while a target is changed.
    """

    config: config.Config
    target: str | None = None
    interactive: bool = False
    listener: engine.Listener = field(default_factory=engine.Listener, compare=False)

    @classmethod
    def load(cls, file: Path | None = None, target: str | None = None) -> Project:
        """Answers the project of this folder.

        Args:
            file: its refdb.toml; without it, the nearest one here or above.
            target: the name or URL of the target.

        Raises:
            BadRequestError: the configuration is wrong.
        """
        return cls(config.load(file), target)

    @cached_property
    def tree(self) -> tree.Tree:
        """The tree; raises BadTreeError where there is none."""
        return tree.read_tree(self.config.tree_folder, self.config.root)

    def init(self) -> tuple[Path, ...]:
        """Lays out a new tree and refdb.toml; answers what was written.

        Raises:
            RefusedError: there is one already.
        """
        return scaffold.lay_out(self.config)

    def new(self, name: str, *, transactional: bool = True) -> tuple[Path, Path]:
        """Writes an empty migration pair with the next number; answers both files.

        Args:
            name: words for the file's name.
            transactional: False for statements that cannot run in a transaction.

        Raises:
            BadRequestError: no letter or digit in the name.
        """
        return scaffold.write_pair(self.tree, name, transactional=transactional)

    def status(self) -> Status:
        """Answers the state of every migration on the target. Changes nothing."""
        migrations = self.tree.migrations
        with self._connected() as (conn, where):
            states = engine.states(migrations, engine.look(conn, migrations))
        return Status(where, states, tree.same_numbers(migrations))

    def apply(
        self,
        *,
        to: str | None = None,
        allow_out_of_order: bool = False,
        resume: str = "",
        dry_run: bool = False,
    ) -> Outcome:
        """Applies the pending migrations in order.

        Args:
            to: the last one to apply: its id, number or beginning.
            allow_out_of_order: those before an applied one as well.
            resume: what to do with a statement of which nobody can tell whether it took effect:
                `at` runs it again, `after` takes it as done.
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

        return self._change(plan, dry_run=dry_run)

    def rollback(  # noqa: PLR0913 - one parameter an option
        self,
        *,
        steps: int | None = 1,
        to: str | None = None,
        allow_edited: bool = False,
        from_ledger: bool = False,
        resume: str = "",
        dry_run: bool = False,
    ) -> Outcome:
        """Rolls migrations back, newest first.

        Args:
            steps: how many; None for all.
            to: the one that stays applied, everything after it goes; it wins over steps.
            allow_edited: run the files as they are now, though they changed since the apply.
            from_ledger: run the ledger's own text of those that changed or are gone.
            resume: as for apply.
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

        return self._change(plan, dry_run=dry_run)

    def redo(self, *, steps: int = 1, allow_edited: bool = False, dry_run: bool = False) -> Outcome:
        """Rolls the newest migrations back and applies them again.

        Args:
            steps: how many.
            allow_edited: run the files as they are now, though they changed since the apply.
            dry_run: answer the plan, change nothing.

        Raises:
            RefusedError: something forbids it; nothing was changed.
            StatementFailedError: the server refused a statement.
        """

        def plan(seen: Ledger) -> Plan:
            migrations = self.tree.migrations
            return engine.plan_redo(migrations, seen, steps=steps, allow_edited=allow_edited)

        return self._change(plan, dry_run=dry_run)

    def _change(self, decide: Callable[[Ledger], Plan], *, dry_run: bool) -> Outcome:
        _ = self.tree.migrations  # a broken tree is told before anything is connected to
        with self._connected() as (conn, where):
            return changes.change(self, conn, where, decide, dry_run=dry_run)

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

    @contextmanager
    def throwaway(
        self,
        *,
        postgres: int | None = None,
        sample: int | None = None,
        empty: bool = False,
    ) -> Iterator[Throwaway]:
        """Opens a throwaway with the schema in it; it is gone when the block ends.

        Args:
            postgres: major version, by default the configuration's or the newest there is.
            sample: rows of sample data; None for none.
            empty: without the schema.
        """
        with throwaways.open_for(self, postgres=postgres, sample=sample, empty=empty) as opened:
            yield opened

    @staticmethod
    def clean_throwaways() -> Cleaned:
        """Removes the cached templates of throwaways; those that are open stay."""
        return throwaways.clean()

    def explain(self, *, rows: int | None = None, postgres: int | None = None) -> Explained:
        """Plans every contract's query on throwaways with sample data and judges the plans.

        Args:
            rows: rows of sample data for contracts that name none.
            postgres: major version of the throwaways.
        """
        return runs.explain(self, rows=rows or SAMPLE_ROWS, postgres=postgres)

    def test(self, *, matching: str = "", postgres: int | None = None) -> Tested:
        """Runs the tree's SQL tests on a throwaway with the schema.

        Args:
            matching: only tests whose sentence or file has this in it.
            postgres: major version of the throwaway.

        Raises:
            BadRequestError: no test matches.
        """
        tests = [one for one in self.tree.tests if matching in f"{one.file} {one.sentence}"]
        if not tests:
            hint = "Take -k out, or write a file in sql/tests/."
            raise BadRequestError("there is no such test", hint=hint)
        return runs.test(self, tests, postgres=postgres)

    def call(self, sql: str, *, sample: int | None = None, postgres: int | None = None) -> Called:
        """Runs SQL on a throwaway with schema and sample data, and rolls it back.

        Args:
            sql: one statement or more.
            sample: rows of sample data; None for 10,000 where the tree makes any.
            postgres: major version of the throwaway.

        Raises:
            BadTreeError: Postgres's parser cannot read it.
            StatementFailedError: the server refused it.
        """
        rows = sample or (SAMPLE_ROWS if self.tree.samples else None)
        return runs.call(self, sql, sample=rows, postgres=postgres)

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
        with self._connected() as (conn, where):
            request = adoption.request(self, tool, folder, **places)
            return adoption.adopt(conn, where, request, self.config.lock_wait, dry_run=dry_run)

    @contextmanager
    def _connected(self) -> Iterator[tuple[Connection, str]]:
        """A connection to the target, and the target in words."""
        target = config.resolve_target(self.config, self.target, interactive=self.interactive)
        with targets.url_of(target, self) as url:
            conn = db.connect(url)
            with db.failures(), conn:
                self.listener.on_connect(conn)
                yield conn, targets.in_words(target, url)
