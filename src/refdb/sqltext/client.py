"""What pg_dump writes for psql alone: rows below a copy, and lines that begin with a backslash.

The server never sees those lines, so they are taken out of the text, each leaving its end of line
behind: every statement stays on its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_COPY = re.compile(r"^copy\s.*\sfrom\s+stdin\b[^;]*;\s*$", re.IGNORECASE)
# pg_dump's guard against commands in its data; it means nothing to a program that knows none.
_GUARD = re.compile(r"^\\(un)?restrict\s+\S+\s*$")
_END_OF_ROWS = "\\."


@dataclass(frozen=True)
class Served:
    """A text as the server is to see it.

    Attributes:
        sql: the text with client lines emptied; statements are on the lines they were on.
        rows: the rows below each copy, by the line of the copy, as copy reads them.
    """

    sql: str
    rows: dict[int, str]


def served(text: str) -> Served:
    """Answers what of a text the server is to see, and the rows that are sent when it asks.

    A line inside a string or a function's body is never a client's: whether a copy or a guard
    stands between two statements is judged by Postgres's parser.

    Args:
        text: SQL with LF line ends.
    """
    if "\\" not in text:
        return Served(text, {})
    rows: dict[int, str] = {}
    return Served("\n".join(_lines(text.split("\n"), rows)), rows)


def _lines(lines: list[str], rows: dict[int, str]) -> Iterator[str]:
    number = 0
    begin = 0  # of what has not been seen to be whole statements
    while number < len(lines):
        line = lines[number]
        number += 1
        is_copy, is_guard = _COPY.match(line), _GUARD.match(line)
        if not (is_copy or is_guard) or not _is_whole(lines[begin : number - (not is_copy)]):
            yield line
            continue
        if is_guard:
            yield ""
            lines[number - 1] = ""
            continue
        yield line
        end = next((n for n in range(number, len(lines)) if lines[n] == _END_OF_ROWS), None)
        if end is None:
            continue
        rows[number] = "".join(f"{row}\n" for row in lines[number:end])
        yield from [""] * (end + 1 - number)
        number = begin = end + 1


def _is_whole(lines: list[str]) -> bool:
    """Whether lines are statements from the first to the last, nothing being open at their end."""
    import pglast  # noqa: PLC0415 - 50 ms that a command which reads no SQL does not pay

    try:
        pglast.split("\n".join(lines), with_parser=True, only_slices=True)
    except pglast.parser.ParseError:
        return False
    return True
