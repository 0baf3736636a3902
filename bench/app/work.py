"""What is asked and written, by lot from a seed: the same for every side. Pure."""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Literal
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

What = Literal["dashboard", "leaderboard", "create", "contacted", "enrolled", "declined"]
#: Of 100 operations so many are reads, and of 100 reads so many are of a leaderboard.
_READS, _LEADERBOARDS = 95, 10
#: How much less the next student is read: the second half as often as the first, and so on.
_SKEW = 1.0
#: Of 100 referrals that are contacted so many are enrolled.
_ENROLLED = 30


@dataclass(frozen=True, slots=True)
class Student:
    """A student, and the school."""

    student_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class Operation:
    """A call: a read of a student or of the student's school, or a step of a referral's way."""

    what: What
    student: Student
    referral_id: UUID | None = None

    @property
    def is_read(self) -> bool:
        """Whether nothing is written."""
        return self.what in ("dashboard", "leaderboard")


def workload(
    students: Sequence[Student], number: int, seed: int, *, is_skewed: bool
) -> Iterator[Operation]:
    """Answers operations in their order.

    Args:
        students: the most read first.
        number: how many operations.
        seed: of the lot.
        is_skewed: whether who is read often refers often too; else everybody refers alike.
    """
    draw = random.Random(seed)  # noqa: S311 - no secret
    sums = list(accumulate(1 / (place + 1) ** _SKEW for place in range(len(students))))
    opened: list[Operation] = []

    def reader() -> Student:
        return students[bisect_left(sums, draw.random() * sums[-1])]

    for _ in range(number):
        if draw.randrange(100) < _READS:
            is_board = draw.randrange(100) < _LEADERBOARDS
            yield Operation("leaderboard" if is_board else "dashboard", reader())
            continue
        step = _step(draw, opened, reader() if is_skewed else draw.choice(students))
        if step.what in ("create", "contacted"):
            opened.append(step)
        yield step


def _step(draw: random.Random, opened: list[Operation], student: Student) -> Operation:
    """Answers the next step of an open referral, or a new one: one in three is new."""
    if not opened or draw.randrange(3) == 0:
        return Operation("create", student, UUID(int=draw.getrandbits(128), version=4))
    before = opened.pop(draw.randrange(len(opened)))
    if before.what == "create":
        return Operation("contacted", before.student, before.referral_id)
    is_enrolled = draw.randrange(100) < _ENROLLED
    what: What = "enrolled" if is_enrolled else "declined"
    return Operation(what, before.student, before.referral_id)
