"""Which SQL tests are run, file by file, and how. Asks no server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import sqltest

if TYPE_CHECKING:
    from refdb.sqltest import Result, Watch
    from refdb.tree import SqlTest, TapFile, Tree


@dataclass(frozen=True)
class How:
    """How tests are run.

    Attributes:
        matching: only tests whose file or sentence has this in it, and pgTAP files whose name has.
        files: only tests of these files; empty for all.
        postgres: major version of the throwaway; None for the configuration's.
        jobs: how many files are run at a time; None for one a core.
        coverage: whether it is measured what ran.
        objects: whether the object files are run first, as `refdb make` would have them.
        keep: whether databases are kept as failed tests left them.
    """

    matching: str = ""
    files: frozenset[str] = frozenset()
    postgres: int | None = None
    jobs: int | None = None
    coverage: bool = False
    objects: bool = False
    keep: bool = False


@dataclass(frozen=True)
class Batch:
    """One file's tests.

    Attributes:
        file: the file.
        tests: its tests; empty for a pgTAP file.
        tap: the pgTAP file; None for others.
    """

    file: str
    tests: tuple[SqlTest, ...] = ()
    tap: TapFile | None = None

    @property
    def weight(self) -> int:
        """About how long it takes: how many statements are run."""
        if self.tap:
            return len(self.tap.statements)
        return sum(len(one.setup) + len(one.statements) for one in self.tests)

    def run(self, url: str, watch: Watch) -> tuple[Result, ...]:
        """Answers its results.

        Args:
            url: a database of its own, with the schema.
            watch: who looks at the connection.
        """
        if self.tap:
            return sqltest.run_tap(url, self.tap, watch=watch)
        return sqltest.run(url, self.tests, watch=watch)


def batches_of(tree: Tree, how: How) -> tuple[Batch, ...]:
    """Answers what is to be run, file by file."""
    chosen: dict[str, list[SqlTest]] = {}
    for one in tree.tests:
        if how.matching in f"{one.file} {one.sentence}":
            chosen.setdefault(one.file, []).append(one)
    batches = [Batch(file, tuple(tests)) for file, tests in chosen.items()]
    batches += [Batch(one.file, tap=one) for one in tree.taps if how.matching in one.file]
    wanted = (one for one in batches if not how.files or one.file in how.files)
    return tuple(sorted(wanted, key=lambda one: one.file))
