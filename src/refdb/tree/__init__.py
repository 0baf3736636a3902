"""What the files of the tree say. No database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from refdb.errors import BadTreeError
from refdb.late import late
from refdb.tree.files import Script, checksum
from refdb.tree.migrations import (
    ROLLBACK_SUFFIX,
    Migration,
    migration_of,
    problems,
    read_migrations,
    same_numbers,
    script_problems,
)
from refdb.tree.repeats import Repeat, read_repeat

with late():
    from refdb.tree import contracts, objects, samples, sqltests, taps

if TYPE_CHECKING:
    from pathlib import Path

    from refdb.tree.clauses import Clause as Clause
    from refdb.tree.clauses import Limit as Limit
    from refdb.tree.contracts import Contract as Contract
    from refdb.tree.expected import Expected as Expected
    from refdb.tree.objects import Object as Object
    from refdb.tree.samples import Sample as Sample
    from refdb.tree.sqltests import SqlTest as SqlTest
    from refdb.tree.taps import TapFile as TapFile

__all__ = [
    "ROLLBACK_SUFFIX",
    "Migration",
    "Repeat",
    "Script",
    "Tree",
    "checksum",
    "migration_of",
    "problems",
    "read_repeat",
    "read_tree",
    "same_numbers",
    "script_problems",
]


@dataclass(frozen=True)
class Tree:
    """The sql/ folder as values; each part is read when it is first asked for.

    Attributes:
        folder: the folder of the tree.
        root: the project's folder, which names in messages are relative to.
    """

    folder: Path
    root: Path

    @cached_property
    def migrations(self) -> tuple[Migration, ...]:
        """The migrations in the order in which they are applied; raises BadTreeError."""
        return read_migrations(self.migrations_folder, self.root)

    @property
    def migrations_folder(self) -> Path:
        """The folder of the migrations."""
        return self.folder / "migrations"

    @cached_property
    def objects(self) -> tuple[Object, ...]:
        """The objects, kind by kind; raises BadTreeError."""
        return objects.read_objects(self.folder, self.root)

    @cached_property
    def contracts(self) -> tuple[Contract, ...]:
        """The contracts by name; raises BadTreeError."""
        return contracts.read_contracts(self.folder / "plans", self.root, self.statistics_names)

    @property
    def statistics_folder(self) -> Path:
        """The folder of the statistics sets."""
        return self.folder / "statistics"

    @property
    def statistics_names(self) -> tuple[str, ...]:
        """The names of the statistics sets: their files without `.json`."""
        return tuple(sorted(one.stem for one in self.statistics_folder.glob("*.json")))

    @cached_property
    def tests(self) -> tuple[SqlTest, ...]:
        """The SQL tests, file by file; raises BadTreeError."""
        return sqltests.read_tests(self.tests_folder, self.root)

    @cached_property
    def taps(self) -> tuple[TapFile, ...]:
        """The pgTAP files by name; raises BadTreeError."""
        return taps.read_taps(self.tests_folder, self.root)

    @property
    def tests_folder(self) -> Path:
        """The folder of the SQL tests."""
        return self.folder / "tests"

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """The steps of the sample data; raises BadTreeError."""
        return samples.read_samples(self.folder / "sample", self.root)

    @property
    def sample_texts(self) -> tuple[str, ...]:
        """The texts of the same files, unread: to be told whether they are known already."""
        return samples.texts_of(self.folder / "sample", self.root)


def read_tree(folder: Path, root: Path) -> Tree:
    """Answers the tree in a folder.

    Raises:
        BadTreeError: there is no tree.
    """
    if (folder / "migrations").is_dir():
        return Tree(folder, root)
    raise BadTreeError(
        f"there is no tree in {folder.name}/",
        hint="`refdb init` lays one out here; or say where it is: --config FILE, or "
        'tree = "…" under [refdb] in refdb.toml.',
    )
