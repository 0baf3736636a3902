"""Where sequences stand, and whether one begins again with numbers that were given out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from refdb.queries import load


@dataclass(frozen=True)
class Position:
    """Where a sequence stands.

    Attributes:
        next: the number that it gives next.
        step: what it adds each time; below zero where it counts down.
        is_cycling: whether it begins again at its end, so that no number is behind another.
        furthest: the furthest number in the column that it belongs to; None where there is none.
        owner: that column's table, `public.students`; empty where it belongs to none.
        column: that column.
    """

    next: int
    step: int = 1
    is_cycling: bool = False
    furthest: int | None = None
    owner: str = ""
    column: str = ""

    @property
    def will_collide(self) -> bool:
        """Whether it will give a number that is in its column already."""
        return self.furthest is not None and not self.is_before(self.furthest, self.next)

    def is_before(self, one: int, other: int) -> bool:
        """Answers whether it gives the one number before the other."""
        return (one - other) * self.step < 0


class Listed(NamedTuple):
    """One row of the query for the sequences."""

    name: str
    step: int
    is_cycling: bool
    owner: str
    column: str
    has_numbers: bool
    only: str


def question(one: Listed) -> str:
    """Answers the query for where a sequence stands."""
    furthest = "null::bigint"
    if one.has_numbers:
        function = "max" if one.step > 0 else "min"
        furthest = load("prove/furthest").format(
            function=function, column=one.column, only=one.only, table=one.owner
        )
    return load("prove/position").format(sequence=one.name, furthest=furthest)


def position(one: Listed, last: int, is_called: bool, furthest: int | None) -> Position:
    """Answers where a sequence stands.

    Args:
        one: the sequence.
        last: its last value.
        is_called: whether it gave that out.
        furthest: the furthest number in its column.
    """
    following = last + one.step if is_called else last
    return Position(following, one.step, one.is_cycling, furthest, one.owner, one.column)


def what_collides(before: Position, after: Position) -> str:
    """Answers in words that a sequence will give what is in its column now; else nothing. Pure.

    Args:
        before: where the sequence stood.
        after: where it stands.
    """
    if after.is_cycling or before.will_collide or not after.will_collide:
        return ""
    return f"gives {after.next} next, and {after.column} has {after.furthest} already"


def what_is_lost(before: Position, after: Position) -> str:
    """Answers in words what is worse than it was; empty where nothing is. Pure.

    Numbers that are left out are no loss: whoever takes one and rolls back leaves it out.

    Args:
        before: where the sequence stood.
        after: where it stands.
    """
    if said := what_collides(before, after):
        return said
    if not after.is_cycling and after.is_before(after.next, before.next):
        return f"gives {after.next} next, and gave {before.next} before"
    return ""
