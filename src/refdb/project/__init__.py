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
    from refdb.project import scaffold

if TYPE_CHECKING:
    from pathlib import Path

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
