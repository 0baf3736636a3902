"""Standard output and standard error: rich's on a terminal, plain writing everywhere else."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from refdb import config
from refdb.late import late
from refdb.report.cells import padded

with late():
    from refdb.report import drawing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from refdb.report.cells import Cell


class Stream:
    """One of the two streams that a command writes to.

    Where it is no terminal rich is not even loaded: that is 15 ms of each command, and 0.15 ms
    a line to find out that nothing is to be coloured or wrapped.

    Args:
        is_error: whether it is standard error.
        color: False for none; True for where the terminal has it.
    """

    def __init__(self, *, is_error: bool, color: bool) -> None:
        self._is_error = is_error
        self._color = color
        self.is_plain = not self.file.isatty() and not config.forces_color()

    @property
    def file(self) -> TextIO:
        """What is written to, as it is now: tests and callers may have replaced it."""
        return sys.stderr if self._is_error else sys.stdout

    @cached_property
    def console(self) -> Console:
        """Rich's console, with all colours that are wanted and no width in a pipe."""
        return drawing.console(is_error=self._is_error, color=self._color)

    def line(self, mark: str, text: str = "", style: str = "", *, wraps: bool = False) -> None:
        """Writes a line.

        Args:
            mark: how it begins.
            text: how it goes on.
            style: rich's style of the mark.
            wraps: whether a terminal breaks it between words, and not where it is full.
        """
        if self.is_plain:
            self._write(mark + text)
        else:
            self.console.print(drawing.marked(mark, text, style), soft_wrap=not wraps)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """Writes a table: `columns` stand over it, each row has a cell for each."""
        if self.is_plain or not self.console.is_terminal:
            self._write(*padded(columns, rows))
        else:
            self.console.print(drawing.drawn(columns, rows))

    def _write(self, *lines: str) -> None:
        self.file.write("".join(f"{line}\n" for line in lines))
        self.file.flush()
