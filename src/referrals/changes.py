"""Whose answers a transaction has changed, as the database tells it to those who listen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


class NoChangeError(Exception):
    """A notification tells no change."""


@dataclass(frozen=True, slots=True)
class Change:
    """Whose answers a transaction has changed.

    Attributes:
        organization_id: the tenant.
        changed_at: when the transaction began, which is the same for all that it tells.
        user_ids: whose dashboards; None for everybody's.
        has_ranks: whether places have changed: leaderboards, and the rank in every dashboard.
    """

    organization_id: str
    changed_at: str
    user_ids: tuple[str, ...] | None
    has_ranks: bool

    def payload(self) -> str:
        """Answers the change as a notification's text."""
        return json.dumps(
            {
                "organization_id": self.organization_id,
                "changed_at": self.changed_at,
                "user_ids": self.user_ids,
                "has_ranks": self.has_ranks,
            }
        )

    @classmethod
    def read(cls, payload: str) -> Change:
        """Answers the change that a notification tells; one without users is of everybody.

        Raises:
            NoChangeError: the text tells none.
        """
        try:
            return cls._of(json.loads(payload))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NoChangeError from None

    @classmethod
    def _of(cls, told: dict[str, Any]) -> Change:
        users = told.get("user_ids")
        return cls(
            organization_id=str(UUID(told["organization_id"])),
            changed_at=as_moment(datetime.fromisoformat(told["changed_at"])),
            user_ids=None if users is None else tuple(str(UUID(one)) for one in users),
            has_ranks=bool(told.get("has_ranks", True)),
        )


def as_moment(when: datetime) -> str:
    """Answers a moment in the one form in which two of them can be compared as texts."""
    return when.astimezone(UTC).isoformat()
