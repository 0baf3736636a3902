"""Finds the SQL files of a tree and reads them; one that cannot be read is a finding."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import BadTreeError
from refdb.findings import Finding, Level
from refdb.lint.sources import Source
from refdb.tree.files import display_name, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SUFFIX = ".sql"
_ROLLBACK = ".rollback.sql"
_MIGRATIONS = "migrations"
#: Folders of steps that a tree may take, each a small tree of its own.
_OPTIONAL = "optional"
_KINDS = {
    "functions": "function",
    "views": "view",
    "triggers": "trigger",
    "schedules": "schedule",
    "plans": "contract",
    "tests": "test",
    "sample": "sample",
}


@dataclass(frozen=True)
class Files:
    """The SQL files of a tree.

    Attributes:
        sources: those that can be read, by name.
        findings: what is wrong with the others.
    """

    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def read_files(folder: Path, root: Path) -> Files:
    """Reads every SQL file below a tree's folder; raises for none.

    Args:
        folder: the tree's folder.
        root: the folder that names in messages are relative to.
    """
    sources: list[Source] = []
    findings: list[Finding] = []
    for path in sorted(_paths(folder)):
        read = _read(path, folder, root)
        if isinstance(read, Source):
            sources.append(read)
        else:
            findings.append(read)
    return Files(tuple(sources), tuple(findings))


def _paths(folder: Path) -> Iterator[Path]:
    """Also folders and pipes that are named like SQL files: a person means them to be read."""
    for inside in ("", _MIGRATIONS, *_KINDS):  # these are read where they are links, too
        if (folder / inside).is_symlink() or not inside:
            yield from _below(folder / inside)


def _below(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        for name in (*folders, *files):
            if name.endswith(_SUFFIX):
                yield type(folder)(where, name)


def _read(path: Path, folder: Path, root: Path) -> Source | Finding:
    file = display_name(path, root)
    kind = kind_of(path, folder)
    if not kind:
        message = "is in no folder that refdb reads"
        hint = f"Move it into {folder.name}/migrations/, functions/, tests/ …, or rename it."
        return Finding("tree/stranger", path.stem, message, Level.WARNING, file, hint=hint)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return _unreadable(path, file, "is no file", "Rename it, or delete it.")
        return Source(path, file, kind, read_text(path, file))
    except OSError as error:
        return _unreadable(path, file, f"cannot be read: {error.strerror}", "Mend or delete it.")
    except BadTreeError as error:
        return _unreadable(path, file, error.message, error.hint, error.line or 0)


def kind_of(path: Path, folder: Path) -> str:
    """Answers which kind of file a path is by its place; empty where refdb reads none there.

    Args:
        path: the file.
        folder: the tree's folder.
    """
    *above, name = path.relative_to(folder).parts
    if above[:1] == [_OPTIONAL] and len(above) == 3:  # noqa: PLR2004 - optional, its name, a folder
        above = [above[2] if above[2] in _KINDS else _MIGRATIONS]
    if above == [_MIGRATIONS]:
        return "rollback" if name.endswith(_ROLLBACK) else "migration"
    return _KINDS.get(above[0], "") if len(above) == 1 else ""


def _unreadable(path: Path, file: str, message: str, hint: str, line: int = 0) -> Finding:
    return Finding(
        "tree/unreadable", path.stem, message, Level.ERROR, file, line, hint or "Mend it."
    )
