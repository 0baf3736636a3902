"""Who stands where in an organization: one entry for all dashboards of it.

A success of one student moves the ranks of many. So a dashboard is kept with its own numbers, and
its rank is looked up here, as the database would do it: the places are those of
get_student_referral_dashboard.
"""

from __future__ import annotations

import json
import threading
from bisect import bisect_right
from collections import OrderedDict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from referrals.dashboard import Neighbour, Rank

if TYPE_CHECKING:
    from referrals.cache.codec import Entry

#: Organizations whose standing a process keeps read.
_MOST_KEPT = 256


class Standing:
    """The places of an organization.

    Args:
        text: arrays of id, name, points and successes as JSON, from the first place down.
    """

    def __init__(self, text: bytes) -> None:
        self._rows: list[list[Any]] = json.loads(text)
        self._places = {row[0]: place for place, row in enumerate(self._rows)}
        self._firsts = _firsts(self._rows)

    def rank_of(self, user_id: UUID) -> Rank:
        """Answers a user's rank. Equals share a position and both neighbours."""
        place = self._places.get(str(user_id))
        if place is None:
            return Rank()
        first = self._firsts[place]
        return Rank(first + 1, self._at(first - 1), self._at(bisect_right(self._firsts, first)))

    def _at(self, place: int) -> Neighbour | None:
        if not 0 <= place < len(self._rows):
            return None
        user_id, name, points, successes = self._rows[place]
        return Neighbour(UUID(user_id), name, points, successes)


class Standings:
    """Those that this process has read lately, by the mark of their entry."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[UUID, tuple[Entry, Standing]] = OrderedDict()

    def get(self, beside: Entry, mark: bytes | None, organization_id: UUID) -> Standing | None:
        """Answers the standing of a mark; None when it must be read.

        Args:
            beside: an entry that is good now: what bears other words is not.
            mark: of the standing in Redis.
            organization_id: whose it is.
        """
        with self._lock:
            kept = self._kept.get(organization_id)
            if kept is None or _words(kept[0]) != (beside.epoch, beside.turn, mark):
                return None
            self._kept.move_to_end(organization_id)
            return kept[1]

    def put(self, organization_id: UUID, entry: Entry, found: Standing) -> None:
        """Keeps one in place of an older one."""
        with self._lock:
            self._kept[organization_id] = (entry, found)
            self._kept.move_to_end(organization_id)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)


def _words(entry: Entry) -> tuple[bytes, bytes, bytes]:
    return entry.epoch, entry.turn, entry.mark


def _firsts(rows: list[list[Any]]) -> list[int]:
    """Answers for each place the first one of its equals."""
    firsts: list[int] = []
    for place, row in enumerate(rows):
        is_equal = place > 0 and row[2:] == rows[place - 1][2:]
        firsts.append(firsts[-1] if is_equal else place)
    return firsts
