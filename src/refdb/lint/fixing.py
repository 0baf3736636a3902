"""Writes what `--fix` can repair: whole files, never a migration that may have run already."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError
from refdb.lint import changed, whole
from refdb.lint.files import kind_of, read_files
from refdb.lint.run import wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from refdb.lint.checkers import Checker, Edit, Ground
    from refdb.lint.question import Question
    from refdb.lint.sources import Source

_MIGRATIONS = frozenset(("migration", "rollback"))
#: It looks last: at what the others wrote, too.
_STYLE = "style"


def fix(
    question: Question, ground: Ground, checkers: Sequence[Checker], named: Collection[Path]
) -> tuple[Path, ...]:
    """Repairs what checkers can; answers the files that were written.

    Args:
        question: what is asked.
        ground: what the checkers run on.
        checkers: those there are.
        named: files that somebody named: these are repaired whatever they are.

    Raises:
        BadRequestError: a file cannot be written.
        MissingPartError: a checker's tool is not installed.
    """
    kept = frozenset(_protected(question.folder)) - frozenset(named)
    written: list[Path] = []
    for checker in sorted(checkers, key=lambda one: one.name == _STYLE):
        if question.wants_checker(checker.name):
            sources = _sound(question, ground)
            parts = [
                one
                for one in wanted(question, checker.parts(sources))
                if one.source.path not in kept
            ]
            edits = checker.fixes(parts, sources, ground) if parts else ()
            written += [_written(one) for one in edits if one.path not in kept]
    return tuple(dict.fromkeys(written))


def _protected(folder: Path) -> Iterator[Path]:
    """Migrations that a commit has: they may have run, and a ledger knows their text."""
    for path in changed.committed(folder):
        if kind_of(path, folder) in _MIGRATIONS:
            yield path


def _sound(question: Question, ground: Ground) -> tuple[Source, ...]:
    files = read_files(question.folder, ground.root)
    found = whole.CHECKER.check(whole.CHECKER.parts(files.sources), files.sources, ground)
    broken = {digest for digest, findings in found.items() if any(map(whole.is_broken, findings))}
    return tuple(one for one in files.sources if one.digest not in broken)


def _written(edit: Edit) -> Path:
    """The file is whole at any moment, with the line ends and permissions that it had."""
    path = Path(os.path.realpath(edit.path))
    try:
        before = path.read_bytes() if path.exists() else b""
        text = edit.text.replace("\n", "\r\n") if b"\r\n" in before else edit.text
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".sql.new")
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
        Path(name).chmod(path.stat().st_mode & 0o7777 if before else 0o644)
        Path(name).replace(path)
    except OSError as error:
        message = f"{edit.path.name} cannot be written: {error.strerror}"
        raise BadRequestError(message, hint="Make it writable, or leave it out.") from None
    return edit.path
