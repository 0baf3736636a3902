"""What is read from the database, without any cache of this package."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from psycopg.rows import class_row, tuple_row

from referrals.errors import NotFoundError
from referrals.results import AnalyticsReport, Campaign, Leader, Points, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from psycopg import Connection

    from referrals.database.access import Access
    from referrals.database.replica import Analytics
    from referrals.tenant import Tenant

#: What the database computes and stores of a leaderboard; every limit is a part of it.
LONGEST = 100


def profile(access: Access, tenant: Tenant, student_id: UUID) -> Profile:
    """Answers a student's profile."""
    rows = access.read(tenant, "profile", class_row(Profile), {"student_id": student_id})
    if not rows:
        raise NotFoundError(
            "student not found",
            code="RD007",
            hint="Pass the id of a student of the current organization who is not deleted.",
        )
    return rows[0]


def dashboard(access: Access, tenant: Tenant, student_id: UUID) -> str:
    """Answers a student's dashboard, as the database writes it."""
    return str(access.ask(tenant, "dashboard", student_id=student_id)[0])


def leaderboard(access: Access, tenant: Tenant, period: str, limit: int) -> str:
    """Answers a leaderboard by way of the database's cache, as the database writes it."""
    return _leaderboard(access, tenant, "leaderboard", period, limit)


def leaderboard_anew(access: Access, tenant: Tenant, period: str) -> str:
    """Answers a leaderboard of now in its whole length, as the database writes it."""
    return _leaderboard(access, tenant, "leaderboard_anew", period, LONGEST)


def _leaderboard(access: Access, tenant: Tenant, query: str, period: str, limit: int) -> str:
    organization = tenant.organization_id
    row = access.ask(tenant, query, organization_id=organization, period=period, limit=limit)
    return str(row[0])


def leaders(text: str | bytes) -> tuple[Leader, ...]:
    """Answers the places that a text of the database describes."""
    return tuple(Leader.of(one) for one in json.loads(text))


def standing(access: Access, tenant: Tenant) -> str:
    """Answers all who have a place in the organization, as the database writes it."""
    values = {"organization_id": tenant.organization_id}
    return str(access.read(tenant, "standing", tuple_row, values)[0][0])


def campaigns(access: Access, tenant: Tenant, user_id: UUID) -> tuple[Campaign, ...]:
    """Answers the campaigns that a referral of a user counts for now."""
    values = {"organization_id": tenant.organization_id, "user_id": user_id}
    return tuple(access.read(tenant, "campaigns", class_row(Campaign), values))


def points(access: Access, tenant: Tenant, referral_id: UUID, campaign_id: UUID | None) -> Points:
    """Answers what a referral is worth."""
    values = {"referral_id": referral_id, "campaign_id": campaign_id}
    return access.read(tenant, "points", class_row(Points), values)[0]


def active_students(access: Access, tenant: Tenant, limit: int) -> tuple[UUID, ...]:
    """Answers the students who have referred lately, and the most."""
    values = {"organization_id": tenant.organization_id, "limit": limit}
    return tuple(row[0] for row in access.read(tenant, "active_students", tuple_row, values))


def analytics(
    where: Analytics, tenant: Tenant, by: str, since: date | None, until: date | None
) -> AnalyticsReport:
    """Answers an organization's analytics, from a standby where one is near enough."""
    values = {
        "organization_id": tenant.organization_id,
        "by": by,
        "since": since,
        "until": until,
    }

    def work(access: Access, conn: Connection[Any]) -> Sequence[Any]:
        return access.in_transaction(conn, tenant, "analytics", tuple_row, values)

    return AnalyticsReport.of(where.run(work)[0][0])
