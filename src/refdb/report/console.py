"""Lines, tables and errors: colour only on a terminal, never wrapped in pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from refdb.errors import RefdbError, StatementFailedError
from refdb.late import late
from refdb.report.bottom import Bottom
from refdb.report.cells import padded

with late():
    from refdb.report import drawing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refdb.report.cells import Cell

_PIPE_WIDTH = 10_000  # columns: what goes into a pipe is cut by nobody


class Lines:
    """Writes answers to standard output, and what went wrong to standard error.

    Args:
        color: False for none; True for where the terminal has it.
        quiet: only what went wrong.
    """

    def __init__(self, *, color: bool = True, quiet: bool = False) -> None:
        self.quiet = quiet
        self.out = self._console(color=color, stderr=False)
        self.err = self._console(color=color, stderr=True)
        self.bottom = Bottom(self.err, self.out)

    @staticmethod
    def _console(*, color: bool, stderr: bool) -> Console:
        console = Console(stderr=stderr, highlight=False, no_color=not color or None)
        if not console.is_terminal:
            console.width = _PIPE_WIDTH
        return console

    def line(self, text: str = "", style: str = "") -> None:
        """Prints one line of an answer, unless it is quiet."""
        if self.quiet:
            return
        if self.out.is_terminal:
            self.out.print(Text(text, style=style), soft_wrap=True)
        else:
            self._write(text)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """Prints a table of an answer, unless it is quiet.

        Args:
            columns: what stands over each.
            rows: a cell for each column.
        """
        if self.quiet:
            return
        if self.out.is_terminal:
            self.out.print(drawing.drawn(columns, rows))
        else:
            self._write(*padded(columns, rows))

    def _write(self, *lines: str) -> None:
        # rich needs 0.15 ms a line to find out that nothing is to be coloured or wrapped.
        self.out.file.write("".join(f"{line}\n" for line in lines))
        self.out.file.flush()

    def settle(self) -> None:
        """Takes away what told how far something is: it is over."""
        self.bottom.show(())

    def error(self, error: RefdbError) -> None:
        """Prints an error and those beside it, each with what to type next, on stderr."""
        self.settle()
        for one in (error, *error.also):
            self.err.print(f"[bold red]error:[/] {escape(str(one))}", soft_wrap=True)
            if isinstance(one, StatementFailedError) and one.sqlstate:
                self.hint(f"SQLSTATE {one.sqlstate}")
            if isinstance(one, StatementFailedError) and one.statement:
                self.hint(_first_lines(one.statement))
            if one.detail:
                self.hint(one.detail)
            if one.hint:
                self.hint(one.hint)

    def hint(self, text: str) -> None:
        """Prints indented lines on stderr: what to know or type next."""
        for line in text.split("\n"):
            self.err.print(Text(f"  {line}"), soft_wrap=not self.err.is_terminal)


def _first_lines(statement: str, most: int = 5) -> str:
    lines = statement.split("\n")
    return "\n".join(lines[:most] + (["…"] if len(lines) > most else []))
