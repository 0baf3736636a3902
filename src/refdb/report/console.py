"""Lines, tables and errors: colour only on a terminal, never wrapped in pipes."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from refdb.errors import RefdbError, StatementFailedError
from refdb.late import late
from refdb.report.stream import Stream

with late():
    from refdb.report import bottom as bottoms
    from refdb.report import excerpts, listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refdb.report.bottom import Bottom
    from refdb.report.cells import Cell, Told


class Lines:
    """Writes answers to standard output, and what went wrong to standard error.

    Args:
        color: False for none; True for where the terminal has it.
        quiet: only what went wrong.
        root: the folder that files are named from; the one that is worked in where it is None.
    """

    def __init__(
        self, *, color: bool = True, quiet: bool = False, root: Path | None = None
    ) -> None:
        self.quiet = quiet
        self.root = root
        self.out = Stream(is_error=False, color=color)
        self.err = Stream(is_error=True, color=color)

    @cached_property
    def bottom(self) -> Bottom:
        """The lines below all others that tell how far something is."""
        return bottoms.Bottom(self.err.console, self.out.console)

    @property
    def has_bottom(self) -> bool:
        """Whether there can be such lines: standard error is a terminal."""
        return not self.err.is_plain and self.bottom.is_there

    def line(self, text: str = "", style: str = "") -> None:
        """Prints one line of an answer, unless it is quiet."""
        if not self.quiet:
            self.out.line(text, style=style)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """Prints a table of an answer, unless it is quiet.

        Args:
            columns: what stands over each.
            rows: a cell for each column.
        """
        if not self.quiet:
            self.out.table(columns, rows)

    def tell(self, told: Told) -> None:
        """Prints an answer that knows its own lines."""
        for text, style in told.lines():
            self.line(text, style)
        for text, style in told.wrong() if self.quiet else ():
            self.err.line(text, style=style)
        for text in told.hints:
            self.hint(text)

    def settle(self) -> None:
        """Takes away what told how far something is: it is over."""
        if self.has_bottom:
            self.bottom.show(())

    def error(self, error: RefdbError) -> None:
        """Prints an error and those beside it, each with what to type next, on stderr."""
        self.settle()
        for one in (error, *error.also):
            self.err.line("error:", f" {one}", "bold red")
            if isinstance(one, StatementFailedError) and one.sqlstate:
                self.hint(f"SQLSTATE {one.sqlstate}")
            is_shown = self.excerpt(one.file, one.line, one.column)
            if isinstance(one, StatementFailedError) and one.statement and not is_shown:
                self.hint(_first_lines(one.statement))
            if one.detail:
                self.hint(one.detail)
            if one.hint:
                self.hint(one.hint)

    def excerpt(self, file: str, line: int | None, column: int | None) -> bool:
        """Prints a file's line with a mark below its column, on stderr; answers whether it did."""
        if not (file and line and column):
            return False
        lines = excerpts.Excerpts(self.root or Path.cwd())
        shown = tuple(listing.excerpt(lines, file, line, column))
        for text, style in shown:
            self.err.line(text, style=style)
        return bool(shown)

    def hint(self, text: str) -> None:
        """Prints indented lines on stderr: what to know or type next."""
        for line in text.split("\n"):
            self.err.line(f"  {line}", wraps=True)


def _first_lines(statement: str, most: int = 5) -> str:
    lines = statement.split("\n")
    return "\n".join(lines[:most] + (["…"] if len(lines) > most else []))
