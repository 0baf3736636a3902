"""What a person asks of refdb, one method a verb: the same from Python as from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.late import late
from refdb.project.changing import Changing
from refdb.project.explain import Explaining
from refdb.project.linting import Linting
from refdb.project.operating import Operating
from refdb.project.statistics import Statistics
from refdb.project.testing import SqlRuns
from refdb.project.trying import Trying
from refdb.report.answers import Called, Cleaned, Outcome, Status, Tested
from refdb.report.explained import Explained
from refdb.report.linted import Linted

with late():
    from refdb.project import checking, scaffold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from refdb.gate import Ended
    from refdb.report.checked import Checked

__all__ = ["Called", "Cleaned", "Explained", "Linted", "Outcome", "Project", "Status", "Tested"]


class Project(Changing, Trying, Explaining, Linting, SqlRuns, Statistics, Operating):
    """A tree, its configuration and the target that its commands work on."""

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

    def check(  # noqa: PLR0913 - one argument an option
        self,
        *,
        only: Collection[str] = (),
        skip: Collection[str] = (),
        changed_since: str = "",
        strict: bool = False,
        postgres: int | None = None,
        processes: int | None = None,
        on_end: Callable[[Ended], object] = lambda _: None,
        on_change: Callable[[Collection[str]], object] = lambda _: None,
    ) -> Checked:
        """Runs every check of the files, side by side: the gate that a change must pass.

        Lint, files = migrations, prove, test, explain. Of what the tree does not have, such as
        contracts, nothing is looked at.

        Args:
            only: only these of `lint`, `files`, `prove`, `test`, `explain`.
            skip: not these.
            changed_since: a git reference: lint only files that changed since then.
            strict: what could not be looked at, for want of a server or a program, is a failure.
            postgres: major version of the throwaways.
            processes: how many checks may be under way at once, each in a process that is forked
                from this one; None for one a core. Where this one has threads, ask for 1: then
                each is run here, one after the other.
            on_end: told of each check as it ends.
            on_change: told the names of those that are under way, whenever they change.

        Raises:
            BadRequestError: there is no such check, or the configuration is wrong.
        """
        return checking.check(
            self,
            only=only,
            skip=skip,
            changed_since=changed_since,
            strict=strict,
            postgres=postgres,
            processes=processes,
            on_end=on_end,
            on_change=on_change,
        )
