"""Where only rights, comments and owners change: the statements for them alone. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb import ddl
from refdb.diff import Action, diff
from refdb.make.steps import top_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refdb.catalog import Snapshot
    from refdb.diff import Change
    from refdb.make.steps import Piece

#: What `create or replace` does not reset.
LASTING = ("owner", "grants", "comment", "depends_on_extensions")


def with_lasting(
    pieces: Sequence[Piece], before: Snapshot, after: Snapshot, role: str
) -> tuple[Piece, ...]:
    """Answers pieces that know what is enough where nothing else of their objects changes.

    Args:
        pieces: how each object is made.
        before: what is there.
        after: what should be.
        role: who runs the statements.
    """
    changes: dict[str, list[Change]] = {}
    for one in diff(before, after):
        changes.setdefault(top_of(one.key, before, after), []).append(one)
    return tuple(
        replace(one, lasting=_lasting(one, changes, before, after, role)) for one in pieces
    )


def _lasting(
    piece: Piece,
    changes: Mapping[str, Sequence[Change]],
    before: Snapshot,
    after: Snapshot,
    role: str,
) -> str:
    of_it = [change for key in piece.keys for change in changes.get(key, ())]
    if not all(one.action is Action.CHANGED and one.attribute in LASTING for one in of_it):
        return ""
    keys = dict.fromkeys(one.key for one in of_it)
    return "\n".join(ddl.replace(before, after, [*keys], role=role)) if keys else ""
