"""What changed in a migration's files since they were run. Pure."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb import sqltext
from refdb.errors import BadTreeError

if TYPE_CHECKING:
    from refdb.tree import Script

_MOST_LINES = 40  # of a difference that is shown


@dataclass(frozen=True)
class Edit:
    """The difference between a file and what was run from it.

    Attributes:
        file: the file.
        diff: the difference as `diff -u` writes it, cut where it is long.
        cosmetic: whether only white space or comments differ: the same parse tree.
    """

    file: str
    diff: str
    cosmetic: bool


def edit_of(now: Script | None, recorded: str | None, file: str) -> Edit:
    """Answers the difference between a file and the text that was run.

    Args:
        now: the file; None when it is gone.
        recorded: the text in the ledger; None when there was none.
        file: the file's name.
    """
    before, after = recorded or "", now.text if now else ""
    shown = difference(before, after, "as it was applied", file)
    return Edit(file, shown, is_cosmetic(before, after))


def difference(before: str, after: str, old: str, new: str) -> str:
    """Answers the difference of two texts as `diff -u` writes it, cut where it is long.

    Args:
        before: the one text.
        after: the other.
        old: what the one is.
        new: what the other is.
    """
    names = {"fromfile": old, "tofile": new}
    lines = list(
        difflib.unified_diff(before.splitlines(), after.splitlines(), **names, lineterm="", n=1),
    )
    left_out = len(lines) - _MOST_LINES
    shown = lines[:_MOST_LINES] + ([f"… {left_out} more lines"] if left_out > 0 else [])
    return "\n".join(shown)


def is_cosmetic(before: str, after: str) -> bool:
    """Answers whether only white space, comments or letters' case differ: the same statements."""
    try:
        old, new = sqltext.split(before), sqltext.split(after)
    except BadTreeError:
        return False
    return len(old) == len(new) and all(
        one.text == other.text or sqltext.parsed(one.text) == sqltext.parsed(other.text)
        for one, other in zip(old, new, strict=True)
    )
