"""What a rollback loses, beside what its header says that it loses. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.prove.rows import Loss
    from refdb.tree import Migration

_NOTHING = re.compile(r"nothing\s*([;.]|$)", re.IGNORECASE)
# Names of SQL, in quotes or not, with dots between them.
_NAME = re.compile(r'(?:"(?:[^"]|"")+"|\w+)(?:\.(?:"(?:[^"]|"")+"|\w+))*')
# Words that statements begin with which may put rows elsewhere before they are dropped.
_MOVING = frozenset(["insert", "update", "merge", "with", "select", "do", "call", "create"])


def loses(migration: Migration) -> str:
    """Answers what a migration's rollback file says that it loses, empty where it says nothing."""
    return migration.rollback.header.get("loses") if migration.rollback else ""


def says_nothing_is_lost(header: str) -> bool:
    """Answers whether a header is `nothing`, alone or before a semicolon or full stop."""
    return bool(_NOTHING.match(header))


def may_move_rows(migration: Migration) -> bool:
    """Answers whether a rollback may put rows elsewhere before it drops what held them."""
    statements = migration.rollback.statements if migration.rollback else ()
    return any(one.first_word.lower() in _MOVING for one in statements)


def undeclared(
    losses: Iterable[Loss], migration: Migration, *, is_strict: bool
) -> tuple[Loss, ...]:
    """Answers the losses that a rollback's header does not own up to.

    Rows and values of what was there before must be named, as `students` or `students.email`,
    with the schema or without. That a table or column goes with what it holds, its rollback says
    already: any words but `nothing` will do; and where it may have put the rows elsewhere first,
    only rows can tell.

    Args:
        losses: what is lost.
        migration: whose rollback loses it.
        is_strict: a rollback without a header has said that nothing is lost.
    """
    header, may_move = loses(migration), may_move_rows(migration)
    is_nothing = says_nothing_is_lost(header) if header else is_strict
    return tuple(
        one
        for one in losses
        if (is_nothing and not may_move if one.is_dropped else not _is_named(one, header))
    )


def _is_named(loss: Loss, header: str) -> bool:
    if loss.is_left or says_nothing_is_lost(header):
        return False
    return not set(loss.names).isdisjoint(_NAME.findall(header))
