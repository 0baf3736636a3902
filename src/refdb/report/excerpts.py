"""The line of a file that a finding is about, with a mark below its column, for 80 columns."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from refdb.report.cells import width_of

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 4_000_000  # bytes of a file from which lines are shown
# What would not be seen, would move the mark, or would tell the terminal what to do: control
# characters, and those that turn the direction of writing round.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]")


class Excerpts:
    """Lines of a project's files; empty ones where a file cannot be read.

    Args:
        root: the folder that files are named from.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[str, list[str]] = {}

    def line(self, file: str, number: int) -> str:
        """Answers a line's text.

        Args:
            file: the file, as findings name it.
            number: the line's, counted from 1.
        """
        if not file or number < 1:
            return ""
        if file not in self._lines:
            self._lines[file] = self._read(file)
        lines = self._lines[file]
        return lines[number - 1] if number <= len(lines) else ""

    def _read(self, file: str) -> list[str]:
        path = self._root / file
        try:
            if path.stat().st_size > _LARGEST:
                return []
            text = path.read_bytes().decode("utf-8", errors="replace")
        except (OSError, ValueError):
            return []
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


class Marked:
    """A line of a file, cut to a width around a column, with its mark.

    Args:
        text: the line.
        column: the column of what is meant, counted from 1 in characters; 0 for none.
        room: how many columns there are.
    """

    def __init__(self, text: str, column: int, room: int) -> None:
        self._column = column if column <= len(text) + 1 else 0
        self._room = room
        self._all = _HIDDEN.sub(lambda one: " " if one[0] == "\t" else "\N{MIDDLE DOT}", text)

    @cached_property
    def text(self) -> str:
        """The line, without its indentation where it would not fit, `…` for what is left out."""
        end = "…" if len(self._all.rstrip()) > self._first + self._fitting else ""
        begin = "…" if self._first else ""
        return f"{begin}{self._all[self._first : self._first + self._fitting].rstrip()}{end}"

    @property
    def mark(self) -> str:
        """A caret below the column; empty where none is known."""
        if not self._column:
            return ""
        before = self._all[self._first : self._column - 1]
        return f"{' ' * (width_of(before) + bool(self._first))}^"

    @cached_property
    def _first(self) -> int:
        """How many characters are left out in front."""
        if width_of(self._all.rstrip()) <= self._room or self._column <= self._room * 2 // 3:
            return 0
        return min(self._column - self._room // 2, len(self._all))

    @cached_property
    def _fitting(self) -> int:
        """How many characters fit."""
        room, count = self._room - bool(self._first), 0
        rest = self._all[self._first :].rstrip()
        if width_of(rest) <= room:
            return len(rest)
        for one in rest:
            room -= width_of(one)
            if room < 1:
                break
            count += 1
        return count
