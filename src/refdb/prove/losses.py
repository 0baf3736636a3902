"""What a rollback loses, beside what its header says that it loses. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from refdb.prove.rows import Loss

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.catalog import Entry, Snapshot
    from refdb.tree import Migration

_NOTHING = "nothing"
# Names of SQL, in quotes or not, with dots between them.
_NAME = re.compile(r'(?:"(?:[^"]|"")+"|\w+)(?:\.(?:"(?:[^"]|"")+"|\w+))*')


def loses(migration: Migration) -> str:
    """Answers what a migration's rollback file says that it loses, empty where it says nothing."""
    return migration.rollback.header.get("loses") if migration.rollback else ""


def dropped(above: Snapshot, below: Snapshot) -> tuple[Loss, ...]:
    """Answers the tables and columns that a rollback drops, and whatever they hold by then.

    Args:
        above: before the rollback.
        below: after it.
    """
    gone = {key: above.entries[key] for key in above.entries.keys() - below.entries.keys()}
    return tuple(
        loss
        for key in sorted(gone)
        if (loss := _dropped(gone[key], above)) and gone[key].parent not in gone
    )


def _dropped(entry: Entry, above: Snapshot) -> Loss | None:
    if entry.kind == "table" and not entry.get("partition_by"):
        return Loss(entry.identity, is_dropped=True)
    table = above.entries.get(entry.parent)
    if entry.kind != "column" or table is None or table.kind != "table":
        return None
    # What is computed is lost to nobody.
    is_computed = entry.get("generated") is not None
    return None if is_computed else Loss(table.identity, entry.name, is_dropped=True)


def undeclared(losses: Iterable[Loss], header: str, *, is_strict: bool) -> tuple[Loss, ...]:
    """Answers the losses that a header does not own up to.

    Rows and values of what was there before must be named, as `students` or `students.email`,
    with the schema or without. That a table or column goes with what it holds, its rollback says
    already: any words but `nothing` will do.

    Args:
        losses: what is lost.
        header: what the rollback's `loses:` says; empty where it has none.
        is_strict: a rollback without that header has said that nothing is lost.
    """
    return tuple(one for one in losses if not _is_declared(one, header, is_strict=is_strict))


def _is_declared(loss: Loss, header: str, *, is_strict: bool) -> bool:
    if loss.is_left:
        return False
    is_nothing = header.lower().startswith(_NOTHING)
    if loss.is_dropped:
        return not is_nothing if header else not is_strict
    return not is_nothing and not set(loss.names).isdisjoint(_NAME.findall(header))
