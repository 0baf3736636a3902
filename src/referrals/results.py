"""What calls answer: frozen values with real types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping

Status = Literal["pending", "contacted", "enrolled", "declined"]


@dataclass(frozen=True, slots=True)
class Profile:
    """A student as the school's CRM and the referrals know them."""

    student_id: UUID
    code: str
    full_name: str
    phone: str | None
    status: str
    enrollment_date: date | None
    organization_name: str
    total_points: int
    available_coins: int
    current_level: int
    current_rank: int | None
    total_referrals: int
    successful_referrals: int
    referral_points_earned: int
    referral_conversion_rate: Decimal | None
    achievements: tuple[str, ...]

    def __post_init__(self) -> None:
        """A row brings a list."""
        object.__setattr__(self, "achievements", tuple(self.achievements))


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral as a call has left it; `changed_at` is when the call's transaction began."""

    referral_id: UUID
    referrer_id: UUID
    status: Status
    points_awarded: int
    enrollment_date: date | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Bulk:
    """How many referrals a bulk has enrolled, how many it could not, and its milliseconds."""

    processed: int
    failed: int
    total_time_ms: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign that runs."""

    campaign_id: UUID
    name: str
    code: str
    starts_at: datetime
    ends_at: datetime | None
    base_points: int
    multiplier: Decimal
    max_referrals: int | None


@dataclass(frozen=True, slots=True)
class Points:
    """What a referral is worth."""

    base_points: int
    campaign_multiplier: Decimal
    tier_bonus: int
    total_points: int


@dataclass(frozen=True, slots=True)
class Leader:
    """A place of a leaderboard; whoever is deleted keeps it and loses the name."""

    rank: int
    user_id: UUID
    user_type: Literal["student", "teacher"]
    full_name: str | None
    successful_referrals: int
    referral_points: int

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Leader:
        """Answers the place that the database describes."""
        return cls(**{**found, "user_id": UUID(found["user_id"])})


@dataclass(frozen=True, slots=True)
class AnalyticsRow:
    """The referrals of a student, month, campaign or source."""

    key: str | None
    name: str | None
    total_referrals: int
    pending_referrals: int
    contacted_referrals: int
    successful_referrals: int
    declined_referrals: int
    conversion_rate: Decimal | None
    points_awarded: int
    last_referred_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnalyticsReport:
    """Analytics, and how old they are.

    Attributes:
        age_seconds: since the refresh; None before the first.
        stale_since: the first change that they do not show; None when none is known.
    """

    by: str
    refreshed_at: datetime | None
    age_seconds: float | None
    stale_since: datetime | None
    rows: tuple[AnalyticsRow, ...]

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> AnalyticsReport:
        """Answers the report that the database describes."""
        return cls(
            by=found["by"],
            refreshed_at=_moment(found["refreshed_at"]),
            age_seconds=None if found["age_seconds"] is None else float(found["age_seconds"]),
            stale_since=_moment(found["stale_since"]),
            rows=tuple(_analytics_row(one) for one in found["rows"]),
        )


def _analytics_row(found: Mapping[str, Any]) -> AnalyticsRow:
    rate = found["conversion_rate"]
    return AnalyticsRow(
        **{
            **found,
            "conversion_rate": None if rate is None else Decimal(str(rate)),
            "last_referred_at": _moment(found["last_referred_at"]),
        }
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
