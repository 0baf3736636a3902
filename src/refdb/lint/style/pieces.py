"""What of a file sqlfluff is given: all of it, or its statements, or what is inside a body."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.lint.sources import Source
    from refdb.sqltext import Statement

#: Characters of a piece; a bigger file is looked at in several, at the ends of statements.
_BIG = 64_000


@dataclass(frozen=True)
class Line:
    """Where a line of a piece stands in its file.

    Attributes:
        number: the file's line, from 1.
        marks: columns of the piece's line, from 1, with the file's column of each, rising.
    """

    number: int
    marks: tuple[tuple[int, int], ...] = ((1, 1),)

    def column(self, column: int) -> int:
        """Answers the file's column of a column of the piece."""
        at = max(bisect_right(self.marks, (column, 1 << 30)) - 1, 0)
        return self.marks[at][1] + column - self.marks[at][0]


@dataclass(frozen=True)
class Piece:
    """Some text of a file as sqlfluff is given it.

    Attributes:
        text: the text.
        lines: where its lines stand.
        ignored: rules that cannot be judged by this piece.
        what: what it is, in a note that it cannot be read.
    """

    text: str
    lines: tuple[Line, ...]
    ignored: frozenset[str] = frozenset()
    what: str = ""

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Answers the file's line and column of a place in the piece."""
        there = self.lines[min(max(line, 1), len(self.lines)) - 1]
        return there.number, there.column(column)


#: Rules of where a file begins and ends, and of what stands between statements.
OF_FILES = frozenset(("LT12", "LT13", "LT15", "CV06"))


def whole(source: Source) -> Piece:
    """Answers a file as one piece."""
    return _piece(source.text, 1, frozenset())


def parts_of(source: Source) -> Iterator[Piece]:
    """Answers a file in one piece, or in several where it is big."""
    if len(source.text) <= _BIG:
        yield whole(source)
        return
    begin, ends = 0, _ends(source.text, source.statements)
    for index, end in enumerate(ends):
        is_last = index == len(ends) - 1
        if is_last or ends[index + 1] - begin > _BIG:
            yield _cut(source.text, begin, len(source.text) if is_last else end)
            begin = end


def statements_of(source: Source) -> Iterator[Piece]:
    """Answers each statement of a file as a piece, with the comments above it."""
    begin = 0
    for end in _ends(source.text, source.statements):
        yield _cut(source.text, begin, end)
        begin = end


def _ends(text: str, statements: Sequence[Statement]) -> list[int]:
    """Behind each statement's semicolon and what follows on its line."""
    found = []
    for one in statements:
        end = one.start + len(one.text)
        line_end = text.find("\n", end)
        found.append(len(text) if line_end < 0 else line_end + 1)
    return found


def _cut(text: str, begin: int, end: int) -> Piece:
    cut = text[begin:end]
    blank = len(cut) - len(cut.lstrip("\n"))
    first = text.count("\n", 0, begin + blank) + 1
    return _piece(f"{cut.strip(chr(10))}\n", first, OF_FILES)


def _piece(text: str, first: int, ignored: frozenset[str]) -> Piece:
    numbers = range(first, first + text.count("\n") + 1)
    return Piece(text, tuple(map(Line, numbers)), ignored)
