"""Runs the measurements: each contender once a round, in an order of each round's own."""

from __future__ import annotations

import random
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.engine.results import Locks, Result
from bench.engine.server import applied, make_held, most_held
from bench.engine.timing import CommandFailedError, Timing, timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bench.engine.contenders import Contender
    from bench.engine.results import Run
    from bench.engine.server import Database, Server

# What works on the databases that `apply` leaves, in this order.
_AFTER_APPLY = ("nothing", "status", "rollback")
_TABLES_AFTER = {"apply": 1, "nothing": 1, "status": 1, "rollback": 0}  # for each migration


@dataclass
class Measuring:
    """A run that is under way.

    Attributes:
        run: what was asked for.
        server: where.
        work: the folder with the trees.
        contenders: who is here.
        tell: told in a few words what comes next.
    """

    run: Run
    server: Server
    work: Path
    contenders: Sequence[Contender]
    tell: Callable[[str], None]
    timings: dict[tuple[str, str], list[Timing]] = field(default_factory=lambda: defaultdict(list))
    failures: dict[tuple[str, str], str] = field(default_factory=dict)


def measure(measuring: Measuring) -> Result:
    """Runs all rounds and answers what they found."""
    shuffled = random.Random(measuring.run.seed)  # noqa: S311 - an order, no secret
    for number in range(1, measuring.run.rounds + 1):
        order = shuffled.sample(measuring.contenders, len(measuring.contenders))
        measuring.tell(f"round {number} of {measuring.run.rounds}")
        _tree_round(measuring, order)
        _statements_round(measuring, order)
    locks = _memory_and_locks(measuring) if "many" in measuring.run.jobs else None
    # What was only the way to something else has no row.
    asked = {
        key: times for key, times in measuring.timings.items() if key in measuring.run.expected
    }
    return Result(measuring.run, asked, measuring.failures, locks)


def _tree_round(measuring: Measuring, order: Sequence[Contender]) -> None:
    """Applies the tree with everybody, then goes on with those that can do more."""
    wanted = [job for job in ("apply", *_AFTER_APPLY) if job in measuring.run.jobs]
    here = [one for one in order if any(job in one.jobs for job in wanted)]
    databases: dict[str, Database] = {}
    for contender in here:
        databases[contender.name] = measuring.server.fresh()
        _measure(measuring, "apply", contender, databases[contender.name])
    for job in _AFTER_APPLY if wanted != ["apply"] else ():
        for contender in here:
            if job in wanted and job in contender.jobs:
                _measure(measuring, job, contender, databases[contender.name])
    for database in databases.values():
        measuring.server.drop(database)


def _statements_round(measuring: Measuring, order: Sequence[Contender]) -> None:
    for contender in order:
        if "statements" in measuring.run.jobs and "statements" in contender.jobs:
            with _database(measuring.server) as database:
                _measure(measuring, "statements", contender, database)


def _memory_and_locks(measuring: Measuring) -> Locks | None:
    """Memory of refdb over a large tree; its locks there and over a tree of one."""
    measuring.tell("memory and locks")
    (refdb,) = (one for one in measuring.contenders if one.name == "refdb")
    found: dict[str, int] = {}
    for job in ("many", "one"):
        with _database(measuring.server) as database:
            make_held(database)
            _measure(measuring, job, refdb, database)
            found[job] = most_held(database)
    return Locks(**found)


def _measure(
    measuring: Measuring,
    job: str,
    contender: Contender,
    database: Database,
) -> None:
    """Runs one command on a quiet server and notes its figures, or that it failed."""
    if any((before, contender.name) in measuring.failures for before in (job, "apply")):
        return
    measuring.tell(f"  {job}: {contender.name}")
    measuring.server.settle()
    try:
        timing = timed(contender.command(job, measuring.work, database))
        _check(measuring, job, database)
    except CommandFailedError as error:
        measuring.failures[job, contender.name] = str(error)
        measuring.timings.pop((job, contender.name), None)
    else:
        measuring.timings[job, contender.name].append(timing)


def _check(measuring: Measuring, job: str, database: Database) -> None:
    """A tool that ends well without having done its work is not quick."""
    if job in _TABLES_AFTER:
        expected = measuring.run.sizes.migrations * _TABLES_AFTER[job]
        found = applied(database)
        if found != expected:
            raise CommandFailedError(f"{found:,} tables are there, not {expected:,}")


@contextmanager
def _database(server: Server) -> Iterator[Database]:
    database = server.fresh()
    try:
        yield database
    finally:
        server.drop(database)
