"""The text of a migration from its steps. Pure."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from refdb.make.managed import dependents
from refdb.make.swaps import swap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Snapshot
    from refdb.make.steps import Piece, Steps
    from refdb.make.swaps import Swap

_WIDTH = 94  # characters of a header's line

#: Stands in every file that is made, so that --amend knows it again.
MADE = "-- Made by `refdb make` from the object files."


def body(after: Snapshot, steps: Steps) -> str:
    """Answers the statements of a migration, each object's parted by an empty line.

    Args:
        after: what is there when it ends.
        steps: what it does.
    """
    swaps = _swaps(after, steps)
    built = ["\n".join(one.build) for one in swaps.values()]
    made = [swaps[one].text if one in swaps else one.text for one in steps.pieces]
    return (
        "\n\n".join(part.strip() for part in (*built, "\n".join(steps.drops), *made) if part) + "\n"
    )


def _swaps(after: Snapshot, steps: Steps) -> dict[Piece, Swap]:
    """The materialized views that can be built while the old one is still read.

    Not one whose query reads what this migration changes: that is not there yet.
    """
    touched = {key for one in steps.pieces for key in one.keys} | steps.dropped
    found = {}
    for one in steps.pieces:
        old = [key for key in one.keys if key in steps.dropped and key.startswith("materialized ")]
        needs = dependents(after, touched - set(one.keys))
        if old and not needs.keys() & set(old) and (built := swap(one.text)):
            found[one] = built
    return found


def apply_file(why: str, depends: str, text: str) -> str:
    """Answers an apply file.

    Args:
        why: one sentence.
        depends: the id of the migration before it; empty for none.
        text: its statements.
    """
    return "\n".join((*_headers(why, depends), "", MADE, "", text))


def _headers(why: str, depends: str) -> Iterator[str]:
    lines = textwrap.wrap(f"why: {why.rstrip('.')}.", _WIDTH, break_long_words=False)
    yield from (f"--{' ' if number == 0 else '   '}{one}" for number, one in enumerate(lines))
    if depends:
        yield f"-- depends: {depends}"


def rollback_file(text: str) -> str:
    """Answers a rollback file: objects that are made from files hold no data."""
    return f"-- loses: nothing\n\n{MADE}\n\n{text}"
