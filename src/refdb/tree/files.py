"""One file of the tree: its text, the same on every system, its header and its statements."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.errors import BadTreeError
from refdb.tree.headers import Header, read_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Script:
    """One SQL file.

    Attributes:
        file: its name as the user would write it, for messages.
        text: its content with LF line ends and without a byte-order mark.
        header: its header.
    """

    file: str
    text: str
    header: Header

    @cached_property
    def checksum(self) -> str:
        """Answers the SHA-256 of the text; line ends and a byte-order mark do not count."""
        return checksum(self.text)

    @cached_property
    def served(self) -> sqltext.Served:
        """The text as the server is to see it, and the rows below its copy statements."""
        return sqltext.served(self.text)

    def rows_of(self, statement: sqltext.Statement) -> str | None:
        """Answers the rows below a `copy … from stdin`; None where the file has none."""
        last_line = statement.line + statement.text.count("\n")
        return self.served.rows.get(last_line)

    @cached_property
    def statements(self) -> tuple[sqltext.Statement, ...]:
        """Answers the statements of the file.

        Raises:
            BadTreeError: Postgres's parser cannot read them.
        """
        return sqltext.split(self.text, self.file)

    def locate(self, position: int | None, index: int) -> tuple[int, int | None, str]:
        """Answers line, column and statement for a server's position in the whole text."""
        place = sqltext.locate(self.text, position, index)
        return place.line, place.column, place.statement


def checksum(text: str) -> str:
    """Answers the SHA-256 of a text in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_script(path: Path, kind: str, root: Path) -> Script:
    """Reads one SQL file.

    Args:
        path: the file.
        kind: which header keys it may have, a key of headers.KEYS.
        root: the folder that names in messages are relative to.

    Raises:
        BadTreeError: the file cannot be read, is not UTF-8, or its header is wrong.
    """
    name = display_name(path, root)
    text = read_text(path, name)
    return Script(name, text, read_header(text, kind, name))


def display_name(path: Path, root: Path) -> str:
    """Answers a path as the user would write it: relative to the project's root."""
    return str(path).removeprefix(f"{root}{os.sep}")


def read_text(path: Path, name: str) -> str:
    """Answers a file's text with LF line ends and without a byte-order mark.

    Args:
        path: the file.
        name: its name for an error.

    Raises:
        BadTreeError: it cannot be read, is not UTF-8, or holds a null byte.
    """
    try:
        with path.open("rb", buffering=0) as file:
            raw = file.read()
    except OSError as error:
        raise BadTreeError(f"cannot be read: {error.strerror}", file=name) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = "Save the file as UTF-8."
        raise BadTreeError("is not UTF-8", file=name, line=line, hint=hint) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        hint = "Is this an SQL file?"
        raise BadTreeError("holds a null byte", file=name, line=line, hint=hint)
    return text


def sql_files(folder: Path) -> Iterator[Path]:
    """Answers the .sql files of a folder in the order of their names; none if it is missing."""
    if folder.is_dir():
        # Paths are made of the names that count only: a thousand of them cost 20 ms to compare.
        names = sorted(one.name for one in os.scandir(folder) if one.name.endswith(".sql"))
        yield from (folder / name for name in names)
