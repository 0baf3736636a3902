"""Backfills: a file whose one statement is repeated until it changes no more rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.config import count, seconds
from refdb.errors import BadRequestError, BadTreeError

if TYPE_CHECKING:
    from refdb.tree.files import Script

_FORM = re.compile(r"until 0 rows(?:,? at most (?P<times>\S+) times)?", re.IGNORECASE)


@dataclass(frozen=True)
class Repeat:
    """How a backfill's statement is repeated.

    Attributes:
        pause_s: seconds between two runs.
        at_most: how many times; None where the size of the table sets the limit.
    """

    pause_s: float = 0.0
    at_most: int | None = None


def read_repeat(script: Script) -> Repeat | None:
    """Answers how a file's statement is repeated, None when it is not.

    Raises:
        BadTreeError: the header is not of the form.
    """
    header = script.header
    if "repeat" not in header:
        return None
    found = _FORM.fullmatch(header.get("repeat").strip().rstrip("."))
    if not found:
        raise BadTreeError(
            f"repeat: {header.get('repeat')} is not understood",
            file=script.file,
            line=header.line("repeat"),
            hint="Write `-- repeat: until 0 rows`, with `, at most 500 times` where it may be.",
        )
    try:
        pause = seconds(header.get("pause", "0"), "pause")
        at_most = count(found["times"], "repeat") if found["times"] else None
    except BadRequestError as error:
        line = header.line("repeat")
        raise BadTreeError(error.message, file=script.file, line=line, hint=error.hint) from None
    return Repeat(pause, at_most)
