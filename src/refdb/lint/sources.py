"""The SQL files of a tree as lint sees them: also those that no parser can read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.tree.headers import Header, read_header

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Source:
    """One readable SQL file.

    Attributes:
        path: where it is.
        file: its name as the user would write it, for findings.
        kind: which kind of file of the tree it is, a key of `tree.headers.KEYS`.
        text: its content with LF line ends and without a byte-order mark.
    """

    path: Path
    file: str
    kind: str
    text: str

    @cached_property
    def digest(self) -> str:
        """Answers the SHA-256 of its kind, name and text: what an answer about it hangs on."""
        return hashlib.sha256(f"{self.kind}\0{self.file}\0{self.text}".encode()).hexdigest()

    @cached_property
    def header(self) -> Header:
        """Answers its header; raises BadTreeError where that is wrong."""
        return read_header(self.text, self.kind, self.file)

    @cached_property
    def statements(self) -> tuple[sqltext.Statement, ...]:
        """Answers its statements; raises BadTreeError where Postgres cannot read them."""
        return sqltext.split(self.text, self.file)
