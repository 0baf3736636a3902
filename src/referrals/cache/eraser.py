"""Makes wrong entries go. What Redis is not told while it is away is owed, and told first."""

from __future__ import annotations

import hashlib
import os
import threading
from typing import TYPE_CHECKING
from uuid import UUID

from referrals.cache import keys
from referrals.cache.store import StoreError

if TYPE_CHECKING:
    from referrals.cache.keys import Keys, TenantKeys
    from referrals.cache.store import Budget, Store
    from referrals.changes import Change

PERIODS = ("all", "month", "week")
#: Tenants that are owed for; with more of them, everything is.
_MOST_OWED = 1000


def names_of(tenant: TenantKeys, change: Change) -> list[str]:
    """Answers the names of all that a change makes wrong, and of the locks of those who make it."""
    if change.user_ids is None:
        return [tenant.turn]
    entries = [tenant.dashboard(UUID(one)) for one in change.user_ids]
    if change.has_ranks:
        entries += [tenant.standing, *(tenant.leaderboard(one) for one in PERIODS)]
    marks = [keys.mark(tenant.standing)] if change.has_ranks else []
    return [*entries, *(keys.lock(one) for one in entries), *marks]


class Eraser:
    """Carries changes out in Redis.

    Args:
        store: the cache's Redis.
        names: of the schema version.
    """

    def __init__(self, store: Store, names: Keys) -> None:
        self._store = store
        self._names = names
        self._paying = threading.Lock()
        self._owed: set[str] = set()
        self._owes_all = False

    def carry_out(self, change: Change) -> None:
        """Makes go what a change makes wrong, unless somebody else has done so already."""
        tenant = self._names.tenant(UUID(change.organization_id))
        wrong = names_of(tenant, change)
        digest = hashlib.blake2s("".join(wrong).encode(), digest_size=8).hexdigest()
        try:
            self._store.forget(tenant.change(change.changed_at, digest), wrong)
        except StoreError:
            self._owe(tenant.turn)

    def forget_all(self) -> None:
        """Makes everything go: something may have been missed."""
        try:
            self._store.forget_all(self._names.epoch)
        except StoreError:
            self._owes_all = True

    def settle(self, budget: Budget) -> None:
        """Does what is owed.

        Raises:
            StoreError: it cannot be done now, or somebody is about to: nothing may be read yet.
        """
        if not self._owed and not self._owes_all:
            return
        if not self._paying.acquire(blocking=False):
            raise StoreError
        try:
            self._pay()
        finally:
            self._paying.release()
        if budget.spent > budget.seconds:
            raise StoreError

    def _pay(self) -> None:
        if self._owes_all:
            self._store.forget_all(self._names.epoch)
            self._owes_all = False
        owed = list(self._owed)
        if owed:
            change = f"{self._names.root}:owed:{os.urandom(8).hex()}"
            self._store.forget(change, owed)
            self._owed.difference_update(owed)

    def _owe(self, turn: str) -> None:
        if len(self._owed) < _MOST_OWED:
            self._owed.add(turn)
        else:
            self._owes_all = True
