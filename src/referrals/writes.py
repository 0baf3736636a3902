"""What is written. Each of these can be repeated and is then done once, so each is repeated.

Whose answers a write changes is told at its commit on the channel `referral_cache`, so that caches
hear of it even when the one who wrote dies at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from psycopg.rows import class_row

from referrals import queries
from referrals.changes import Change, as_moment
from referrals.errors import NotFoundError
from referrals.results import Bulk, Referral

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from psycopg import Connection

    from referrals.database.access import Access
    from referrals.results import Status
    from referrals.tenant import Tenant

#: Users named in a notification; more of them are the whole organization.
_MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class NewReferral:
    """A referral to enter.

    Attributes:
        referral_id: its id, made before the first try: a repeat finds what the first has entered.
        phone: international form, a plus sign and 7 to 15 digits.
    """

    referral_id: UUID
    referrer_id: UUID
    name: str
    phone: str
    campaign_id: UUID | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Where a referral moves; who it became, when it is enrolled; and what was said."""

    referral_id: UUID
    status: Status
    enrolled_student_id: UUID | None = None
    notes: str | None = None


def create(access: Access, tenant: Tenant, new: NewReferral) -> tuple[Referral, Change]:
    """Enters a referral, and answers it and whose answers that has changed."""
    values = {
        "id": new.referral_id,
        "organization_id": tenant.organization_id,
        "referrer_id": new.referrer_id,
        "campaign_id": new.campaign_id,
        "name": new.name,
        "phone": new.phone,
        "notes": new.notes,
        "created_by": tenant.user_id,
    }

    def work(conn: Connection[Any]) -> tuple[Referral, Change]:
        referral = _referral(conn, "create_referral", values, "the referrer was not found")
        return referral, _announce(conn, tenant, referral.changed_at, [referral.referrer_id], False)

    return access.write(tenant, work)


def move(access: Access, tenant: Tenant, wanted: Move) -> tuple[Referral, Change]:
    """Moves a referral to a status, and answers it with its award and whose answers changed."""
    values = {
        "id": wanted.referral_id,
        "organization_id": tenant.organization_id,
        "status": wanted.status,
        "enrolled_student_id": wanted.enrolled_student_id,
        "notes": wanted.notes,
    }

    def work(conn: Connection[Any]) -> tuple[Referral, Change]:
        conn.execute(queries.load("move_referral"), values)
        referral = _referral(conn, "referral", values, "referral not found")
        users, ranks = [referral.referrer_id], wanted.status == "enrolled"
        return referral, _announce(conn, tenant, referral.changed_at, users, ranks)

    return access.write(tenant, work)


def process(access: Access, tenant: Tenant, ids: Sequence[UUID]) -> tuple[Bulk, Change]:
    """Enrolls and awards referrals; an id that cannot be is counted and harms no other."""
    values = {"organization_id": tenant.organization_id, "ids": list(ids)}

    def work(conn: Connection[Any]) -> tuple[Bulk, Change]:
        with conn.cursor(row_factory=class_row(Bulk)) as cursor:
            bulk = cursor.execute(queries.load("process_referrals"), values).fetchall()[0]
        users = [row[0] for row in conn.execute(queries.load("referrers"), values)]
        named = users if len(users) <= _MOST_NAMED else None
        return bulk, _announce(conn, tenant, bulk.changed_at, named, True)

    return access.write(tenant, work)


def join_campaign(access: Access, tenant: Tenant, campaign_id: UUID, user_id: UUID) -> None:
    """Enters a user among the participants of a campaign."""
    values = {
        "campaign_id": campaign_id,
        "organization_id": tenant.organization_id,
        "user_id": user_id,
    }

    def work(conn: Connection[Any]) -> None:
        conn.execute(queries.load("join_campaign"), values)

    access.write(tenant, work)


def _referral(
    conn: Connection[Any], query: str, values: Mapping[str, object], missing: str
) -> Referral:
    with conn.cursor(row_factory=class_row(Referral)) as cursor:
        found = cursor.execute(queries.load(query), values).fetchone()
    if found is None:
        raise NotFoundError(
            missing, code="RD001", hint="Pass ids of the current organization, and no id twice."
        )
    return found


def _announce(
    conn: Connection[Any],
    tenant: Tenant,
    changed_at: datetime,
    users: Sequence[UUID] | None,
    has_ranks: bool,
) -> Change:
    change = Change(
        organization_id=str(tenant.organization_id),
        changed_at=as_moment(changed_at),
        user_ids=None if users is None else tuple(map(str, users)),
        has_ranks=has_ranks,
    )
    conn.execute(queries.load("announce"), {"payload": change.payload()})
    return change
