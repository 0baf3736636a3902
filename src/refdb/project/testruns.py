"""Runs SQL tests on throwaways: files side by side, each on a clone of its own."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from refdb import sqltest, throwaway
from refdb.errors import BadRequestError
from refdb.project.throwaways import in_words, open_for
from refdb.report.answers import Tested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from refdb.project.base import Base
    from refdb.sqltest import Result, Watch
    from refdb.throwaway import Clones, Throwaway
    from refdb.tree import SqlTest, TapFile, Tree

_PGTAP = "pgtap"
T = TypeVar("T")


@dataclass(frozen=True)
class How:
    """How tests are run.

    Attributes:
        matching: only tests whose file or sentence has this in it, and pgTAP files whose name has.
        files: only tests of these files; empty for all.
        postgres: major version of the throwaway; None for the configuration's.
        jobs: how many files are run at a time; None for one a core.
        coverage: whether it is measured what ran.
    """

    matching: str = ""
    files: frozenset[str] = frozenset()
    postgres: int | None = None
    jobs: int | None = None
    coverage: bool = False


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


def test(project: Base, how: How) -> Tested:
    """Runs a tree's SQL tests.

    Raises:
        BadRequestError: no test matches.
        MissingPartError: what pgTAP files or coverage need is not here.
    """
    batches = batches_of(project.tree, how)
    if not batches:
        hint = "Take -k out, or write a file in sql/tests/."
        raise BadRequestError("there is no such test", hint=hint)
    extensions = [_PGTAP] if any(one.tap for one in batches) else []
    extensions += [sqltest.PROFILER_EXTENSION] if how.coverage else []
    with open_for(project, postgres=how.postgres, sample=None, extensions=extensions) as opened:
        return _run(project, opened, batches, how)


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


def _run(project: Base, opened: Throwaway, batches: tuple[Batch, ...], how: How) -> Tested:
    profiler = sqltest.Profiler(project.tree) if how.coverage else None
    watch = profiler.watch if profiler else sqltest.UNWATCHED
    jobs = min(how.jobs or len(os.sched_getaffinity(0)), len(batches))
    with throwaway.clones(opened, ahead=jobs) as clones:

        def results_of(batch: Batch) -> tuple[Result, ...]:
            return _on_a_clone(clones, lambda url: batch.run(url, watch))

        results = _side_by_side(results_of, batches, jobs)
        coverage = _on_a_clone(clones, profiler.coverage) if profiler else None
    return Tested(in_words(opened), tuple(results), coverage)


def _on_a_clone(clones: Clones, run: Callable[[str], T]) -> T:
    url = clones.take()
    try:
        return run(url)
    finally:
        clones.give_back(url)


def _side_by_side(
    results_of: Callable[[Batch], tuple[Result, ...]], batches: Iterable[Batch], jobs: int
) -> list[Result]:
    """The results in the order of the files; the heaviest are begun first, so that none is last."""
    with ThreadPoolExecutor(jobs) as pool:
        heaviest = sorted(batches, key=lambda one: -one.weight)
        running = {one.file: pool.submit(results_of, one) for one in heaviest}
        try:
            return list(chain.from_iterable(running[file].result() for file in sorted(running)))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
