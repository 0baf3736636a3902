"""Which files are the tree's own, and no optional steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.tree.objects import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.lint.sources import Source

_MIGRATIONS = "migrations"


def of_tree(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Answers the migrations and objects of the tree itself, without its optional steps."""
    folders = {one.path.parent.parent for one in sources if one.path.parent.name == _MIGRATIONS}
    kinds = ("migration", *FOLDERS)
    return tuple(one for one in sources if one.kind in kinds and one.path.parent.parent in folders)
