"""A student's dashboard as values, made of the object that the database answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from referrals.results import Status


@dataclass(frozen=True, slots=True)
class Totals:
    """How many referrals a student has made, by what became of them."""

    total: int
    pending: int
    contacted: int
    enrolled: int
    declined: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who stands next to a student in rank; whoever is deleted has no name."""

    user_id: UUID
    full_name: str | None
    referral_points: int
    successful_referrals: int


@dataclass(frozen=True, slots=True)
class Rank:
    """A student's place by referral points, then successes; nothing of it without a success."""

    position: int | None = None
    ahead: Neighbour | None = None
    behind: Neighbour | None = None


@dataclass(frozen=True, slots=True)
class NextAchievement:
    """The achievement that is nearest; percent from 0 to 99."""

    code: str
    name: str
    badge_color: str
    progress_percent: int


@dataclass(frozen=True, slots=True)
class RecentReferral:
    """One of the last five referrals."""

    referral_id: UUID
    referred_student_name: str
    status: Status
    points_awarded: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Month:
    """Referrals made and enrolled in a month, `YYYY-MM`."""

    month: str
    made: int
    enrolled: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that a student's dashboard shows.

    Attributes:
        conversion_rate: percent of the referrals that were enrolled; None without one.
        months: the last twelve, the current one last.
    """

    student_id: UUID
    organization_id: UUID
    full_name: str
    totals: Totals
    conversion_rate: Decimal | None
    referral_points: int
    total_points: int
    available_coins: int
    rank: Rank
    next_achievement: NextAchievement | None
    recent_referrals: tuple[RecentReferral, ...]
    months: tuple[Month, ...]

    @classmethod
    def read(cls, text: str | bytes, rank: Rank | None = None) -> Dashboard:
        """Answers the dashboard that a text of the database describes.

        Args:
            text: the object as JSON.
            rank: the rank of now, in place of the text's.

        Raises:
            ValueError, KeyError, TypeError: the text is no dashboard.
        """
        found = json.loads(text, parse_float=Decimal)
        rate = found["conversion"]["rate"]
        nearest = found["next_achievement"]
        return cls(
            student_id=UUID(found["student_id"]),
            organization_id=UUID(found["organization_id"]),
            full_name=found["full_name"],
            totals=Totals(**found["totals"]),
            conversion_rate=None if rate is None else Decimal(rate),
            **found["points"],
            rank=_rank(found["rank"]) if rank is None else rank,
            next_achievement=None if nearest is None else NextAchievement(**nearest),
            recent_referrals=tuple(_recent(one) for one in found["recent_referrals"]),
            months=tuple(Month(**one) for one in found["monthly_trend"]),
        )


def _rank(found: Mapping[str, Any]) -> Rank:
    return Rank(found["position"], _neighbour(found["ahead"]), _neighbour(found["behind"]))


def _neighbour(found: Mapping[str, Any] | None) -> Neighbour | None:
    return None if found is None else Neighbour(**{**found, "user_id": UUID(found["user_id"])})


def _recent(found: dict[str, Any]) -> RecentReferral:
    return RecentReferral(
        referral_id=UUID(found["id"]),
        referred_student_name=found["referred_student_name"],
        status=found["status"],
        points_awarded=found["points_awarded"],
        created_at=datetime.fromisoformat(found["created_at"]),
    )
