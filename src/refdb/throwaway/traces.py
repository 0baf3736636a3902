"""What a test left on a server, decided from numbers of transactions and hashes, without asking.

Everything that changes a database takes the number of a transaction, whether it is committed or
not: rows, definitions, a sequence's next value, large objects, unlogged tables. So where all the
numbers that were taken while somebody had a clone are the maker's own, nobody has written. The few
things that change without a number are in the two states.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Own:
    """A transaction of the maker's, whose number is one of a few.

    Attributes:
        first: the lowest that it may be.
        end: the first above those that it may be.
    """

    first: int
    end: int


@dataclass(frozen=True)
class Look:
    """What a server said of itself at one moment.

    Attributes:
        next: the number of the next transaction, of those that have ended.
        inside: the sessions in the clone that it was asked about.
        state: a hash of what belongs to the whole server.
    """

    next: int
    inside: int
    state: str


class Verdict(Enum):
    """What is to become of a clone that was given back."""

    AS_NEW = auto()
    USED = auto()
    SPENT = auto()  # and the whole server with it


def judge(before: Look, after: Look, own: Iterable[Own]) -> Verdict:
    """Answers what somebody who had a clone has left.

    Args:
        before: what the server said before the clone was taken.
        after: what it said when the clone was given back.
        own: the maker's transactions that have ended; what is not known of them counts as others'.
    """
    if after.state != before.state:
        return Verdict.SPENT
    known = sum(before.next <= one.first and one.end <= after.next for one in own)
    others = after.next - before.next - known
    return Verdict.AS_NEW if others == 0 and not after.inside else Verdict.USED
