"""A table that came beside the one that was expected: where they differ, within 80 columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.tree import Expected

    Row: TypeAlias = tuple[str | None, ...]

WIDTH = 76  # columns of a line: 80, less the indent that a report gives it
_CONTEXT = 2  # equal rows shown before and after those that differ
_LEAST = 4  # columns that a cut cell keeps
_LONGEST_CELL = 40
_MOST_LINES = 40
_GAP = "  …"
_MARKS = {" ": "", "-": "expected", "+": "got"}
_LEGEND_WIDTH = len("  expected")
_BARE_TRUTH = {"true": "t", "false": "f"}


class Line(NamedTuple):
    """One row of a difference: ` ` in both tables, `-` only expected, `+` only there."""

    mark: str
    row: Row


@dataclass(frozen=True)
class Difference:
    """How a table differs from the one that was expected.

    Attributes:
        columns: the columns' names; None where it is they that differ, and `lines` has them.
        lines: all rows of both tables, in order.
    """

    columns: tuple[str, ...] | None
    lines: tuple[Line, ...]

    @property
    def summary(self) -> str:
        """It in one sentence."""
        if self.columns is None:
            return "the columns are not those expected"
        missing = sum(one.mark == "-" for one in self.lines)
        added = sum(one.mark == "+" for one in self.lines)
        parts = [f"{_rows(missing)} missing"] if missing else []
        if added:
            parts.append(f"{added if missing else _rows(added)} too many")
        return f"not the table expected: {', '.join(parts)}"


def difference(
    expected: Expected,
    columns: Sequence[str],
    rows: Sequence[Row],
    booleans: Sequence[int] = (),
) -> Difference | None:
    """Answers how two tables differ; None where they are the same.

    Args:
        expected: the table that must come.
        columns: the names of the columns that came.
        rows: the rows that came.
        booleans: the positions of boolean columns: `true` is as good as `t` there.
    """
    if tuple(columns) != expected.columns:
        return Difference(None, (Line("-", expected.columns), Line("+", tuple(columns))))
    wanted = [_as_sent(row, booleans) for row in expected.rows]
    lines = _in_order(wanted, rows) if expected.ordered else _in_any_order(wanted, rows)
    differs = any(one.mark != " " for one in lines)
    return Difference(tuple(columns), lines) if differs else None


def drawn(found: Difference) -> list[str]:
    """Answers a difference as lines of text, each at most WIDTH columns.

    Rows that are in both are shown near those that differ only. Of a value that is too long, that
    part is shown in which it differs from the one that stands against it.
    """
    lines = list(found.lines)
    if found.columns is not None:
        lines.insert(0, Line(" ", found.columns))
    cells = [
        tuple(_cell(value, other) for value, other in zip_longest(one.row, partner))[: len(one.row)]
        for one, partner in zip(lines, _partners(lines), strict=True)
    ]
    widths, shown = _widths(cells), _near_changes(lines)
    text: list[str] = []
    for index, row in enumerate(cells):
        if index in shown:
            text.append(_line(lines[index].mark, row, widths))
        elif text[-1] != _GAP:
            text.append(_GAP)
    if len(text) > _MOST_LINES:
        text = [*text[:_MOST_LINES], f"{_GAP} and {len(text) - _MOST_LINES} more lines"]
    return text


def _rows(number: int) -> str:
    return f"{number} row{'' if number == 1 else 's'}"


def _as_sent(row: Row, booleans: Sequence[int]) -> Row:
    return tuple(
        _BARE_TRUTH.get(value, value) if column in booleans and value else value
        for column, value in enumerate(row)
    )


def _in_order(wanted: Sequence[Row], rows: Sequence[Row]) -> tuple[Line, ...]:
    return tuple(_matched(wanted, rows))


def _matched(wanted: Sequence[Row], rows: Sequence[Row]) -> Iterator[Line]:
    for tag, a, b, c, d in SequenceMatcher(None, wanted, rows, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line(" ", row) for row in rows[c:d])
            continue
        missing, added = wanted[a:b], rows[c:d]
        # Pairwise, so that each row stands below the one it should have been.
        for index in range(max(len(missing), len(added))):
            yield from (Line("-", row) for row in missing[index : index + 1])
            yield from (Line("+", row) for row in added[index : index + 1])


def _in_any_order(wanted: Sequence[Row], rows: Sequence[Row]) -> tuple[Line, ...]:
    here, there = Counter(wanted), Counter(rows)
    missing = list((here - there).elements())
    added = list((there - here).elements())
    both = [Line(" ", row) for row in (here & there).elements()]
    return (*both, *_matched(missing, added))


def _partners(lines: Sequence[Line]) -> list[Row]:
    """For each line the row that it is compared with: the next `+` of a `-`, and back."""
    partners: list[Row] = []
    for index, one in enumerate(lines):
        step = {"-": 1, "+": -1}.get(one.mark, 0)
        other = lines[index + step] if 0 <= index + step < len(lines) else one
        partners.append(other.row if {one.mark, other.mark} == {"-", "+"} else one.row)
    return partners


def _cell(value: str | None, other: str | None) -> str:
    """A value as a test writes it; of a long one the part that differs from the other."""
    text, against = (_printable(written(one)) for one in (value, other))
    if len(text) <= _LONGEST_CELL:
        return text
    same = next((i for i, (a, b) in enumerate(zip(text, against, strict=False)) if a != b), 0)
    if text == against or same < _LONGEST_CELL - 1:
        return f"{text[: _LONGEST_CELL - 1]}…"
    begin = same - _LONGEST_CELL // 4
    rest = text[begin : begin + _LONGEST_CELL - 2]
    return f"…{rest}{'…' if begin + len(rest) < len(text) else ''}"


def _printable(text: str) -> str:
    """What a terminal shows and does not obey."""
    return "".join(one if one.isprintable() else "?" for one in text)


def written(value: str | None) -> str:
    """Answers a value as `-- expect:` has it."""
    if value is None:
        return "null"
    quoted = value == "null" or value != value.strip() or "|" in value or "\n" in value
    if not quoted and not (value.startswith("'") and value.endswith("'") and value):
        return value
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("'", "''")
    return f"'{escaped}'"


def _widths(cells: Sequence[Sequence[str]]) -> list[int]:
    """The columns' widths, the widest made narrower until a line fits."""
    count = max(map(len, cells))
    widths = [max((len(row[i]) for row in cells if i < len(row)), default=0) for i in range(count)]
    room = WIDTH - 2 - 3 * (count - 1) - _LEGEND_WIDTH
    while sum(widths) > room and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _near_changes(lines: Sequence[Line]) -> set[int]:
    changed = [index for index, one in enumerate(lines) if one.mark != " "]
    near = {i for index in changed for i in range(index - _CONTEXT, index + _CONTEXT + 1)}
    return near | {0}


def _line(mark: str, row: Sequence[str], widths: Sequence[int]) -> str:
    parts = [
        (text if len(text) <= width else f"{text[: width - 1]}…").ljust(width)
        for text, width in zip(row, widths, strict=False)
    ]
    return f"{mark} {' | '.join(parts)}  {_MARKS[mark]}"[:WIDTH].rstrip()
