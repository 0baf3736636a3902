"""Names that are longer than Postgres keeps: it cuts them, and says so in a notice alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes of a name that are kept.
LONGEST_NAME = 63
_NAMES = ("IDENT", "UIDENT")
_TEXTS = ("SCONST",)
# Whether a text is worth being read word by word; what is in quotes may have spaces in it.
_SIGN = re.compile(rb'[A-Za-z0-9_$\x80-\xff]{%d,}|"[^"]{%d,}' % ((LONGEST_NAME + 1,) * 2))
_BODY = re.compile(r"(\$(?:[^\W\d]\w*)?\$)(.*)\1", re.DOTALL)


class LongName(NamedTuple):
    """A name that is cut.

    Attributes:
        name: as it is written, without quotes.
        line: where, counted from 1.
    """

    name: str
    line: int

    @property
    def kept(self) -> str:
        """Answers what Postgres makes of it: whole characters of its first 63 bytes."""
        return self.name.encode()[:LONGEST_NAME].decode(errors="ignore")


def long_names(text: str) -> tuple[LongName, ...]:
    """Answers the names in a text that Postgres cuts, those in bodies between dollars too.

    Args:
        text: SQL; what cannot be read has none.
    """
    if not _SIGN.search(text.encode()):
        return ()
    return tuple({one.name: one for one in reversed([*_in(text, 1)])}.values())[::-1]


def _in(text: str, line: int) -> Iterator[LongName]:
    from pglast.parser import ParseError, scan  # noqa: PLC0415 - 50 ms that few texts need

    try:
        tokens = scan(text)
    except ParseError:  # a text that is no SQL
        return
    for token in tokens:
        written = text[token.start : token.end + 1]
        here = line + text.count("\n", 0, token.start)
        if token.name in _NAMES:
            name = written.strip('"').replace('""', '"') if '"' in written else written
            if len(name.encode()) > LONGEST_NAME:
                yield LongName(name, here)
        elif token.name in _TEXTS and (body := _BODY.fullmatch(written)):
            yield from _in(body[2], here)
