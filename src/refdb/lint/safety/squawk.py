"""Runs squawk over the files, once, and answers what it found and where."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from refdb.errors import StatementFailedError
from refdb.lint.safety.squawk_rules import FINDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Without one of these words nothing is in a file that squawk's used rules find.
_SIGN = re.compile(r"\b(rename|cascade|not|primary)\b", re.IGNORECASE)
_FILES_AT_ONCE = 2_000  # what a command line has room for


class Found(NamedTuple):
    """What squawk found: the file as it was named, line and column from 1, and its rule."""

    path: str
    line: int
    column: int
    rule: str


def program() -> str | None:
    """Answers where squawk is: beside Python, or on the path; None where it is not."""
    beside = Path(sys.executable).with_name("squawk")
    return str(beside) if beside.exists() else shutil.which("squawk")


def mark() -> str:
    """Answers which squawk it is, without starting it: when it was built and how large it is."""
    found = program()
    if found is None:
        return "none"
    build = Path(found).stat()
    return f"{build.st_size}-{build.st_mtime_ns}"


def is_worth_it(text: str) -> bool:
    """Answers whether there may be something in a text for squawk to find."""
    return _SIGN.search(text) is not None


def run(squawk: str, paths: Sequence[Path], major: int, *, transactional: bool) -> Iterator[Found]:
    """Answers what squawk finds in files.

    Args:
        squawk: the program.
        paths: of the files.
        major: the server's major version.
        transactional: whether each file is one transaction.

    Raises:
        StatementFailedError: it did not run.
    """
    for first in range(0, len(paths), _FILES_AT_ONCE):
        yield from _run(squawk, paths[first : first + _FILES_AT_ONCE], major, transactional)


def _run(squawk: str, paths: Iterable[Path], major: int, transactional: bool) -> Iterator[Found]:
    command = [squawk, "--reporter", "json", "--pg-version", f"{major}.0", "--config", os.devnull]
    command += ["--assume-in-transaction"] if transactional else []
    done = subprocess.run([*command, *map(str, paths)], check=False, capture_output=True, text=True)
    try:
        found = json.loads(done.stdout or "[]")
    except json.JSONDecodeError:
        said = (done.stderr or done.stdout).strip()
        raise StatementFailedError(f"squawk did not run: {said[:200]}") from None
    for one in found:
        if one["rule_name"] in FINDERS:
            yield Found(one["file"], one["line"] + 1, one["column"] + 1, one["rule_name"])
