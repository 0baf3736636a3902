"""Runs SQL tests on throwaways: files side by side, each on a clone of its own."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from refdb import db, make, sqltest, throwaway
from refdb.errors import BadRequestError
from refdb.project.batches import batches_of
from refdb.project.throwaways import in_words, open_for
from refdb.report.answers import Tested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from refdb.project.base import Base
    from refdb.project.batches import Batch, How
    from refdb.sqltest import Result
    from refdb.throwaway import Clones, Throwaway

_PGTAP = "pgtap"
_MOST_KEPT = 5  # databases that are kept: each takes the room of the schema
T = TypeVar("T")


@contextmanager
def tested(project: Base, how: How) -> Iterator[Tested]:
    """Runs a tree's SQL tests; databases that are kept are gone when the block ends.

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
    jobs = min(how.jobs or len(os.sched_getaffinity(0)), len(batches))
    with open_for(project, postgres=how.postgres, sample=None, extensions=extensions) as opened:
        if how.objects:
            _run_objects(project, opened)
        with throwaway.clones(opened, ahead=jobs) as clones:
            results, coverage = _run(project, batches, how, clones, jobs)
            yield Tested(in_words(opened), tuple(results), coverage)


def _run_objects(project: Base, opened: Throwaway) -> None:
    """Brings a throwaway to what the object files say, as the migration would that is not made.

    Raises:
        RefusedError: only a migration written by hand can do it.
        StatementFailedError: an object's file cannot be run.
    """
    with db.connect(opened.url) as conn:
        pair = make.make_pair(conn, project.tree.objects)
        if pair:
            db.run(conn, pair.apply)


def _run(
    project: Base, batches: tuple[Batch, ...], how: How, clones: Clones, jobs: int
) -> tuple[list[Result], sqltest.Coverage | None]:
    profiler = sqltest.Profiler(project.tree) if how.coverage else None
    watch = profiler.watch if profiler else sqltest.UNWATCHED

    def results_of(batch: Batch) -> tuple[Result, ...]:
        return _on_a_clone(clones, lambda url: batch.run(url, watch))

    results = _side_by_side(results_of, batches, jobs)
    coverage = _on_a_clone(clones, profiler.coverage) if profiler else None
    return (_kept(batches, results, clones) if how.keep else results), coverage


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
    pool = ThreadPoolExecutor(jobs)
    try:
        heaviest = sorted(batches, key=lambda one: -one.weight)
        running = {one.file: pool.submit(results_of, one) for one in heaviest}
        return list(chain.from_iterable(running[file].result() for file in sorted(running)))
    finally:
        # Whoever is interrupted need not wait: what still runs ends with its database.
        pool.shutdown(wait=False, cancel_futures=True)


def _kept(batches: Iterable[Batch], results: Iterable[Result], clones: Clones) -> list[Result]:
    """The results, those of the first failed tests with a database as the test left it."""
    tests = {(test.file, test.line): test for batch in batches for test in batch.tests}
    taps = {batch.file: batch for batch in batches if batch.tap}
    kept: list[Result] = []
    left = _MOST_KEPT
    for one in results:
        test = tests.get((one.test.file, one.test.line))
        batch = taps.pop(one.test.file, None) if not one.passed else None
        if one.passed or not left or not (test or batch):
            kept.append(one)
            continue
        url = clones.take()
        if test:
            sqltest.leave_as_seen(url, test)
        elif batch:
            batch.run(url, sqltest.UNWATCHED)
        kept.append(replace(one, kept=url))
        left -= 1
    return kept
