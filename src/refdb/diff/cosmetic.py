"""Whether two texts of a body differ in white space and comments alone."""

from __future__ import annotations

from pglast.parser import ParseError, scan

_COMMENTS = frozenset(["SQL_COMMENT", "C_COMMENT"])
# Languages whose words Postgres's own scanner reads; elsewhere, white space may mean something.
_SCANNED = frozenset(["sql", "plpgsql"])


def is_cosmetic(before: str, after: str, language: str) -> bool:
    """Answers whether two bodies say the same in the same words.

    Args:
        before: the one body.
        after: the other.
        language: what both are written in.
    """
    if language not in _SCANNED:
        return False
    try:
        return _words(before) == _words(after)
    except ParseError:
        return False


def _words(text: str) -> list[str]:
    raw = text.encode()  # the scanner counts bytes
    return [
        raw[token.start : token.end + 1].decode()
        for token in scan(text)
        if token.name not in _COMMENTS
    ]
