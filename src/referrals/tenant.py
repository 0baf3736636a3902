"""For whom a call works: an organization, and the person who signs what is written."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from referrals.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organization, and the profile in whose name rows are written; None for nobody's.

    Ids may be given as text. Where they come from is the application's to know: who may set them
    sees everything of that organization.
    """

    organization_id: UUID
    user_id: UUID | None = None

    def __post_init__(self) -> None:
        """Makes ids of texts, so that every tenant has one form only."""
        object.__setattr__(self, "organization_id", as_id(self.organization_id))
        if self.user_id is not None:
            object.__setattr__(self, "user_id", as_id(self.user_id))


def as_id(value: UUID | str) -> UUID:
    """Answers an id.

    Raises:
        SettingsError: it is none.
    """
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value)
    except (ValueError, AttributeError, TypeError):
        raise SettingsError("this is no id", hint="Pass a UUID or its text.") from None
