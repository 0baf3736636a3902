"""Answers that are tables, and how one is written where no terminal is: padded, nothing cut."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from refdb.findings import Finding

_GAP = "  "


class Cell(NamedTuple):
    """One cell of a table: its text, of one line or more, and rich's style for it."""

    text: str
    style: str = ""


class Told:
    """An answer that knows its own lines and its own JSON."""

    @property
    def hints(self) -> Sequence[str]:
        """What to type next."""
        return ()

    def wrong(self) -> Iterable[tuple[str, str]]:
        """Answers the lines that are printed even where only what went wrong is to be."""
        return ()

    if TYPE_CHECKING:

        def lines(self) -> Iterator[tuple[str, str]]:
            """Answers each line for people, with rich's style for it."""

        def as_dict(self) -> dict[str, Any]:
            """Answers it as JSON-ready values."""


class Row(Protocol):
    """One row of an answer that is a table."""

    @property
    def cells(self) -> Sequence[str]:
        """Its text for each column."""


class Tabular:
    """An answer that is a table, what was found beside it, and a line that sums it up.

    Its kinds need not be imported for others to be shown.
    """

    if TYPE_CHECKING:

        @property
        def columns(self) -> Sequence[str]:
            """What stands over each."""

        @property
        def rows(self) -> Sequence[Row]:
            """Its rows."""

        @property
        def tally(self) -> str:
            """The last line."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What should be known beside it."""
        return ()


def padded(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Answers the lines of a table, its header first.

    rich's own tables take a millisecond a row to find out that nothing is to be wrapped.

    Args:
        columns: what stands over each.
        rows: a cell for each column.
    """
    lines = [tuple(columns)]
    for row in rows:
        lines += zip_longest(*(cell.text.split("\n") for cell in row), fillvalue="")
    widths = [max(map(width_of, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield _GAP.join(map(_pad, line, widths)).rstrip()


def _pad(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def width_of(text: str) -> int:
    """Answers how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - 5 ms that only such a text pays

    return cell_len(text)
