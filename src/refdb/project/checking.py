"""The gate: every check of the files, at once."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from refdb import gate
from refdb.errors import BadRequestError, did_you_mean
from refdb.report.checked import Checked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any

    from refdb.gate import Ended, Nothing, Part
    from refdb.project import Project

#: The gate's parts, in the order in which their findings are to be mended, each with about how
#: long it takes beside the others. Lint is over at once where it knows the files, and takes longest
#: where it does not.
PARTS = {"lint": 10.0, "files": 1.0, "prove": 9.0, "test": 5.0, "explain": 2.0}


def chosen(only: Collection[str], skip: Collection[str]) -> tuple[str, ...]:
    """Answers the names of the parts that are asked for.

    Raises:
        BadRequestError: there is no such part, or none is left.
    """
    for name in (*only, *skip):
        if name not in PARTS:
            raise BadRequestError(f"the gate has no {name}", hint=did_you_mean(name, PARTS))
    left = tuple(one for one in PARTS if one not in skip and (one in only or not only))
    if not left:
        raise BadRequestError("there is nothing left to check", hint="Take --skip out.")
    return left


def check(  # noqa: PLR0913 - one argument an option
    project: Project,
    *,
    only: Collection[str],
    skip: Collection[str],
    changed_since: str,
    strict: bool,
    postgres: int | None,
    processes: int | None,
    on_end: Callable[[Ended], object],
    on_change: Callable[[Collection[str]], object],
) -> Checked:
    """Runs the gate, as `Project.check` describes it."""
    started = time.perf_counter()
    tree = project.tree
    looks: dict[str, Callable[[], Any]] = {
        "lint": lambda: project.lint(changed_since=changed_since, strict=strict, postgres=postgres),
        "files": lambda: (
            project.compare_files(postgres=postgres)
            if tree.objects or tree.migrations
            else _nothing("object file")
        ),
        "prove": lambda: (
            project.prove(postgres=postgres, lock_rows=None)
            if tree.migrations
            else _nothing("migration")
        ),
        "test": lambda: (
            project.test(postgres=postgres) if tree.tests or tree.taps else _nothing("test")
        ),
        "explain": lambda: (
            project.explain(postgres=postgres) if tree.contracts else _nothing("contract")
        ),
    }
    names = chosen(only, skip)
    parts: Sequence[Part] = [gate.Part(name, looks[name], PARTS[name]) for name in names]
    at_once = processes or len(os.sched_getaffinity(0))
    ended = gate.run(parts, processes=at_once, on_end=on_end, on_change=on_change)
    duration_ms = (time.perf_counter() - started) * 1000
    return Checked(ended, project.config.root, strict=strict, duration_ms=duration_ms)


def _nothing(what: str) -> Nothing:
    return gate.Nothing(f"the tree has no {what}")
