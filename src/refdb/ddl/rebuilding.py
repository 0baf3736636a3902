"""From one snapshot to another: in place, or anew with all that needs what is made anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from refdb.ddl.altering import altered
from refdb.ddl.closure import closure, with_children
from refdb.ddl.dropping import dropping
from refdb.ddl.making import making
from refdb.ddl.scope import Scope
from refdb.errors import BadRequestError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from refdb.ddl.whole import Whole

_DATA = ("table", "column")
_VIEWS = ("view", "materialized view")
#: What goes along with a column to its new type, by itself.
_FOLLOWING = ("index", "constraint", "default", "sequence", "statistics", "ownership")


def replacing(before: Whole, after: Whole, keys: Collection[str], role: str) -> tuple[str, ...]:
    """Answers the statements that make entries of one snapshot those of another.

    Args:
        before: what is there.
        after: what should be.
        keys: which entries; those in one of the two alone are dropped or made.
        role: who will run the statements.

    Raises:
        BadRequestError: a key that neither has.
        RefusedError: data would be lost.
    """
    for key in keys:
        if key not in before.entries and key not in after.entries:
            raise BadRequestError(f"there is no {key} in either snapshot")
    scope = Scope(after, frozenset(), role, whole_before=before)
    gone = {key for key in keys if key not in after.entries}
    new = {key for key in keys if key not in before.entries}
    given = {key: _altered(scope, before, key) for key in keys if key not in gone | new}
    anew = {key for key, texts in given.items() if texts is None}
    doomed = closure(before, gone | anew)
    freed = doomed | closure(before, _in_the_way(before, after, given.keys() - anew))
    _refuse_loss(before, freed, with_children(before, gone))
    made = with_children(after, new) | {key for key in freed - gone if key in after.entries}
    kept = {key: texts for key, texts in given.items() if texts is not None and key not in freed}
    down = dropping(Scope(before, freed, role))
    up = making(replace(scope, keys=frozenset(made), given=kept))
    return (*down, *up)


def _altered(scope: Scope, before: Whole, key: str) -> tuple[str, ...] | None:
    return altered(scope, before.entries[key], scope.whole.entries[key])


def _in_the_way(before: Whole, after: Whole, keys: Iterable[str]) -> set[str]:
    """Answers what has to step aside while columns get another type."""
    found = set[str]()
    for key in keys:
        old, new = before.entries[key], after.entries[key]
        if old.kind != "column" or before.entries[old.parent].kind in _VIEWS:
            continue
        if any(old.get(word) != new.get(word) for word in ("type", "collation")):
            own = with_children(before, [key])
            users = closure(before, [key]) - own if key in before.entries else frozenset()
            found |= {user for user in users if _is_in_the_way(before, user)}
    return found


def _is_in_the_way(before: Whole, key: str) -> bool:
    entry = before.entries[key]
    if entry.kind in _FOLLOWING or entry.kind == "table":
        return False
    return entry.kind != "column" or bool(entry.get("generated"))


def _refuse_loss(before: Whole, freed: Iterable[str], asked: Collection[str]) -> None:
    lost = [key for key in sorted(freed) if key not in asked and _holds_data(before, key)]
    if lost:
        raise RefusedError(
            f"{lost[0]} would have to be dropped and made again, and its data would be lost",
            detail="\n".join(lost),
            hint="Write a migration by hand that keeps the data.",
        )


def _holds_data(before: Whole, key: str) -> bool:
    entry = before.entries[key]
    if entry.kind not in _DATA or entry.get("generated"):
        return False
    return entry.kind == "table" or before.entries[entry.parent].kind == "table"
