"""`-- expect:` blocks below a query: the table that it must give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import BadTreeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARK = re.compile(r"^--\s*expect:\s*(.*?)\s*$")
_ROW = re.compile(r"^--(?:\s+(.*?))?\s*$")
_RULE = re.compile(r"^[-+|\s]+$")
_STRING = re.compile(r"^'((?:[^']|'')*)'$")
# A bar between two cells; one inside quotes is a value's own.
_CELL = re.compile(r"\s*('(?:[^']|'')*'(?=\s*(?:\||$))|[^|]*?)\s*(?:\||$)")
_ESCAPED = re.compile(r"\\[n\\]")
_ESCAPES = {"\\n": "\n", "\\\\": "\\"}
_ANY_ORDER = "in any order"
_HINT = "Write the columns' names and then the rows, each `--   a | b`."


@dataclass(frozen=True)
class Expected:
    """The table that a query must give.

    Attributes:
        columns: the names of its columns.
        rows: its rows, each value as the server writes it, None for null.
        ordered: whether the rows must come in this order.
        line: the line of its `-- expect:`.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    ordered: bool
    line: int


def read_expected(lines: Sequence[str], first: int, file: str) -> Iterator[Expected]:
    """Answers the tables that comment lines tell of.

    Args:
        lines: lines of a file that are in no statement; those that are come as empty ones.
        first: the number of the first.
        file: the file's name, for errors.

    Raises:
        BadTreeError: a table has no columns, or a row has more or fewer cells than there are.
    """
    for index, line in enumerate(lines):
        found = _MARK.match(line)
        if found:
            rows = list(_rows_below(lines[index + 1 :]))
            yield _table(found[1], rows, first + index, file)


def _rows_below(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        found = _ROW.match(line)
        if not found or not found[1]:
            return
        yield found[1]


def _table(how: str, rows: list[str], line: int, file: str) -> Expected:
    if how not in {"", _ANY_ORDER}:
        hint = f"Write `-- expect:` or `-- expect: {_ANY_ORDER}`, and the table below it."
        raise BadTreeError(f"expect says {how!r}", file=file, line=line, hint=hint)
    if not rows:
        raise BadTreeError("expects a table that is not there", file=file, line=line, hint=_HINT)
    columns = tuple(_unquoted(cell) or "" for cell in _cells(rows[0]))
    body = [
        (number, _cells(row))
        for number, row in enumerate(rows[1:], line + 2)
        if not (number == line + 2 and _RULE.match(row))
    ]
    for number, cells in body:
        if len(cells) != len(columns):
            message = f"the row has {len(cells)} cells for {len(columns)} columns"
            raise BadTreeError(message, file=file, line=number, hint=_HINT)
    values = tuple(tuple(_unquoted(cell) for cell in cells) for _, cells in body)
    return Expected(columns, values, how != _ANY_ORDER, line)


def _cells(row: str) -> list[str]:
    """The cells between bars; a bar at either end is a frame's."""
    if len(row) > 1 and row.startswith("|") and row.endswith("|"):
        row = row[1:-1]
    cells: list[str] = []
    position = 0
    while True:
        found = _CELL.match(row, position)
        if found is None:  # a quote that nothing closes: up to the end
            return [*cells, row[position:].strip()]
        cells.append(found[1])
        position = found.end()
        if not row[: found.end()].endswith("|") or found.end() == found.start():
            return cells


def _unquoted(cell: str) -> str | None:
    """A cell's value: bare, or in quotes where it would be read as something else."""
    if cell == "null":
        return None
    found = _STRING.match(cell)
    if not found:
        return cell
    return _ESCAPED.sub(lambda one: _ESCAPES[one[0]], found[1].replace("''", "'"))
