"""pgTAP files: tests that are run as they are and tell their results themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.tree.files import Script, display_name, read_text
from refdb.tree.headers import Header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PLAN = re.compile(
    r"^\s*select\s+(\*\s+from\s+)?(\w+\.)?(no_plan|plan)\s*\(", re.IGNORECASE | re.MULTILINE
)
# What psql is told about itself. It means nothing to a program that shows nothing.
_OF_PSQL = re.compile(
    r"^\\(set|unset|pset|timing|echo|qecho|t|a|x|o|q|encoding)\b.*$", re.MULTILINE
)
_TEST = re.compile(r"^--\s*test:", re.MULTILINE)
_SUFFIX = ".pg"


@dataclass(frozen=True)
class TapFile:
    """A pgTAP file.

    Attributes:
        file: the file, for messages.
        statements: what is run, in order.
    """

    file: str
    statements: tuple[sqltext.Statement, ...]


def read_taps(folder: Path, root: Path) -> tuple[TapFile, ...]:
    """Answers the pgTAP files of a folder: those that call plan() or no_plan(), and all *.pg.

    Raises:
        BadTreeError: a file cannot be read.
    """
    return tuple(_tap(one) for one in _scripts(folder, root) if is_tap(one))


def is_tap(script: Script) -> bool:
    """Answers whether a file is for pgTAP."""
    if script.file.endswith(_SUFFIX):
        return True
    return bool(_PLAN.search(script.text)) and not _TEST.search(script.text)


def _scripts(folder: Path, root: Path) -> Iterator[Script]:
    names = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in names:
        if path.suffix in {_SUFFIX, ".sql"}:
            name = display_name(path, root)
            yield Script(name, read_text(path, name), Header())


def _tap(script: Script) -> TapFile:
    text = _OF_PSQL.sub("", script.text)
    return TapFile(script.file, sqltext.split(text, script.file))
