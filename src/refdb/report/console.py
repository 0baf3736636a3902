"""Lines, tables and errors: colour only on a terminal, never wrapped in pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from refdb.errors import RefdbError, StatementFailedError
from refdb.report.bottom import Bottom

if TYPE_CHECKING:
    from rich.table import Table

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
        if not self.quiet:
            self.out.print(Text(text, style=style), soft_wrap=True)

    def table(self, table: Table) -> None:
        """Prints a table of an answer, unless it is quiet."""
        if self.quiet:
            return
        if self.out.is_terminal:
            self.out.print(table)
            return
        # In a pipe nobody needs the spaces that fill a table's last column.
        with self.out.capture() as captured:
            self.out.print(table)
        for line in captured.get().splitlines():
            self.out.print(Text(line.rstrip()), soft_wrap=True)

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
