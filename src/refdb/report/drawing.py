"""What rich draws on a terminal: coloured lines, and tables that are folded where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refdb.report.cells import Cell

_PIPE_WIDTH = 10_000  # columns: what goes into a pipe is cut by nobody


def console(*, is_error: bool, color: bool) -> Console:
    """Answers rich's console for standard output or standard error.

    Args:
        is_error: whether it is standard error.
        color: False for none; True for where the terminal has it.
    """
    made = Console(stderr=is_error, highlight=False, no_color=not color or None)
    if not made.is_terminal:
        made.width = _PIPE_WIDTH
    return made


def marked(mark: str, text: str, style: str) -> Text:
    """Answers a line whose beginning, `mark`, has a style."""
    return Text.assemble((mark, style), text)


def drawn(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    """Answers a table for a terminal.

    Args:
        columns: what stands over each.
        rows: a cell for each column.
    """
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell.text, cell.style) for cell in row))
    return table
