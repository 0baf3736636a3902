"""Names in Redis. Each begins with the schema's version and the tenant, so nothing is shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

#: Another number whenever this package writes its entries otherwise.
FORMAT = 1
PREFIX = "referrals"


@dataclass(frozen=True, slots=True)
class Keys:
    """The names of one schema version.

    Attributes:
        version: of the schema: what another one computed is never read.
    """

    version: str

    @property
    def root(self) -> str:
        """What all names begin with."""
        return f"{PREFIX}:{FORMAT}:{self.version}"

    @property
    def epoch(self) -> str:
        """Holds the word that all entries must bear; without it, none is good."""
        return f"{self.root}:epoch"

    def tenant(self, organization_id: UUID) -> TenantKeys:
        """Answers the names of a tenant."""
        return TenantKeys(self.root, organization_id)


@dataclass(frozen=True, slots=True)
class TenantKeys:
    """The names of one tenant. An id has one form and no colon, so no two names are equal."""

    root: str
    organization_id: UUID

    @property
    def turn(self) -> str:
        """Holds the word that all entries of the tenant must bear."""
        return self._name("turn")

    @property
    def standing(self) -> str:
        """Who has a place in the organization."""
        return self._name("standing")

    def dashboard(self, student_id: UUID) -> str:
        """A student's dashboard."""
        return self._name(f"dashboard:{student_id}")

    def leaderboard(self, period: str) -> str:
        """A leaderboard of a known period."""
        return self._name(f"leaderboard:{period}")

    def change(self, changed_at: str, digest: str) -> str:
        """Says that a change was carried out here already."""
        return self._name(f"change:{changed_at}:{digest}")

    def _name(self, what: str) -> str:
        return f"{self.root}:{self.organization_id}:{what}"


def lock(key: str) -> str:
    """Answers the name of the lock of whoever makes an entry."""
    return f"{key}:lock"


def mark(key: str) -> str:
    """Answers the name of the entry's own word, which is read in place of a large entry."""
    return f"{key}:mark"


#: Where processes leave their counters: a hash, one field a process.
COUNTERS = f"{PREFIX}:counters"
