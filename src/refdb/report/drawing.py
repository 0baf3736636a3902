"""Tables on a terminal: coloured, and folded where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refdb.report.cells import Cell


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
