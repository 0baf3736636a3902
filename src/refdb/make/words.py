"""What a migration changes, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.diff import Action
from refdb.make.steps import top_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refdb.catalog import Snapshot
    from refdb.diff import Change

_VERBS = {Action.ADDED: "adds", Action.REMOVED: "drops", Action.CHANGED: "changes"}
_SHOWN = 4  # objects that the sentence names
# What can be said more exactly than that an object changes.
_LASTING = {"grants": "grants of", "comment": "comment on", "owner": "owner of"}


def said(changes: Sequence[Change], before: Snapshot, after: Snapshot) -> str:
    """Answers what is added, changed and dropped: `changes function public.f(integer)`.

    Args:
        changes: the changes.
        before: what there was.
        after: what there will be.
    """
    parts = [
        f"{verb} {what}"
        for what, verb in sorted(_objects(changes, before, after).items(), key=_in_order)
    ]
    more = [f"and {len(parts) - _SHOWN} more"] if len(parts) > _SHOWN else []
    return ", ".join([*parts[:_SHOWN], *more])


def _in_order(item: tuple[str, str]) -> tuple[int, str]:
    return [*_VERBS.values()].index(item[1]), item[0]


def _objects(changes: Sequence[Change], before: Snapshot, after: Snapshot) -> Mapping[str, str]:
    """What happens, by what it happens to."""
    of: dict[str, list[Change]] = {}
    for one in changes:
        of.setdefault(top_of(one.key, before, after), []).append(one)
    return {_named(key, those): _VERBS[_action(key, those)] for key, those in of.items()}


def _action(key: str, changes: Sequence[Change]) -> Action:
    return next((one.action for one in changes if one.key == key), Action.CHANGED)


def _named(key: str, changes: Sequence[Change]) -> str:
    words = {_LASTING.get(one.attribute, "") for one in changes}
    word = words.pop() if len(words) == 1 else ""
    return f"{word} {key}".strip()
