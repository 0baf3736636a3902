"""Runs tests again when files change."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from refdb.errors import RefdbError
from refdb.project import testruns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refdb.project.base import Base
    from refdb.project.batches import How
    from refdb.report.answers import Tested

    Stamps: TypeAlias = dict[str, tuple[int, int]]

_PAUSE = 0.2  # seconds between two looks at the files


@dataclass(frozen=True)
class Round:
    """One round of tests.

    Attributes:
        changed: the files that changed; empty for the first round.
        answer: what came of it.
    """

    changed: tuple[str, ...]
    answer: Tested | RefdbError


def rounds(project: Base, how: How) -> Iterator[Round]:
    """Answers a round of all tests, and then one for each change of files, without end.

    The object files are run as they are, so that a function can be seen to work before its
    migration is made.

    Args:
        project: whose tests.
        how: how they are run.
    """
    how = replace(how, objects=True)
    root, folder = project.config.root, project.config.tree_folder
    seen = stamps(root, folder)
    yield Round((), _answer(project, how))
    while True:
        now = _settled(root, folder, seen)
        changed = tuple(sorted(name for name in {*seen, *now} if seen.get(name) != now.get(name)))
        seen = now
        tests = str((folder / "tests").relative_to(root))
        yield Round(changed, _answer(project, replace(how, files=files_for(changed, tests, now))))


def files_for(changed: tuple[str, ...], tests: str, now: Stamps) -> frozenset[str]:
    """Answers which files of tests a change touches; empty for all of them.

    Args:
        changed: the files that changed.
        tests: the folder of the tests.
        now: the files that are there.
    """
    if any(not name.startswith(f"{tests}/") for name in changed):
        return frozenset()
    return frozenset(name for name in changed if name in now)


def stamps(root: Path, folder: Path) -> Stamps:
    """Answers when each file below a folder was changed, and its size, by its name below root."""
    found: Stamps = {}
    for path in folder.rglob("*"):
        try:
            stat = path.stat()
        except OSError:  # it went while we looked
            continue
        if path.is_file():
            found[str(path.relative_to(root))] = (stat.st_mtime_ns, stat.st_size)
    return found


def _settled(root: Path, folder: Path, seen: Stamps) -> Stamps:
    """Waits until files have changed and change no more: an editor writes in several steps."""
    last = seen
    while True:
        time.sleep(_PAUSE)
        now = stamps(root, folder)
        if now not in (seen, {}) and now == last:
            return now
        last = now


def _answer(project: Base, how: How) -> Tested | RefdbError:
    fresh = replace(project)  # reads its files anew
    try:
        with testruns.tested(fresh, how) as answer:
            return answer
    except RefdbError as error:
        return error
