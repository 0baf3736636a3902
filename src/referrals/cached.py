"""Dashboards and leaderboards by way of Redis; the same answers without it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from referrals import reads
from referrals.cache import keys
from referrals.cache.eraser import PERIODS, Eraser
from referrals.cache.shelf import Shelf
from referrals.cache.standing import Standing, Standings
from referrals.cache.store import StoreError
from referrals.dashboard import Dashboard

if TYPE_CHECKING:
    from uuid import UUID

    from referrals.cache.codec import Entry
    from referrals.cache.store import Budget, Store
    from referrals.changes import Change
    from referrals.counters import Counting
    from referrals.database.access import Access
    from referrals.results import Leader
    from referrals.settings import Settings
    from referrals.tenant import Tenant

#: What bytes that passed for an entry may do to whoever reads them.
_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError)


class Cached:
    """The reads that are cached.

    Args:
        access: the database.
        store: the cache's Redis.
        settings: lives and bounds.
        counting: hits, misses and the like.
    """

    def __init__(
        self, access: Access, store: Store, settings: Settings, counting: Counting
    ) -> None:
        self._access = access
        self._settings = settings
        self._counting = counting
        self._standings = Standings()
        self._versions = threading.Lock()
        self._now: tuple[Shelf, Eraser] | None = None
        self.store = store

    def begin(self, version: str) -> None:
        """Trusts the cache from now on, for a version of the schema; what was in it is given up."""
        with self._versions:
            if self._now is None or self._now[0].names.version != version:
                names = keys.Keys(version)
                shelf = Shelf(self.store, names, self._settings, self._counting)
                self._now = (shelf, Eraser(self.store, names))
            self._now[1].forget_all()
        self._counting.add("connects")

    def carry_out(self, change: Change) -> None:
        """Makes go what a change makes wrong."""
        if self._now is not None:
            self._now[1].carry_out(change)

    def dashboard(self, tenant: Tenant, student_id: UUID) -> Dashboard:
        """Answers a student's dashboard."""
        try:
            found = self._dashboard(tenant, student_id)
        except (StoreError, _ForeignError):
            found = None
        if found is None:
            self._counting.add("bypassed")
            return Dashboard.read(reads.dashboard(self._access, tenant, student_id))
        return found

    def leaderboard(self, tenant: Tenant, period: str, limit: int) -> tuple[Leader, ...]:
        """Answers a leaderboard."""
        if period in PERIODS and 1 <= limit <= reads.LONGEST:
            try:
                found = self._leaderboard(tenant, period)
            except (StoreError, _ForeignError):
                found = None
            if found is not None:
                return found[:limit]
            self._counting.add("bypassed")
        return reads.leaders(reads.leaderboard(self._access, tenant, period, limit))

    def _dashboard(self, tenant: Tenant, student_id: UUID) -> Dashboard | None:
        shelf, budget = self._open()
        names = shelf.names.tenant(tenant.organization_id)
        key = names.dashboard(student_id)
        look = shelf.look(names, key, budget, keys.mark(names.standing))

        def make() -> bytes:
            return reads.dashboard(self._access, tenant, student_id).encode()

        found = shelf.settle(names, key, look, make, budget)
        if found is None:
            return None
        if found.is_own:
            return Dashboard.read(found.entry.body)
        standing = self._standing(shelf, tenant, found.entry, look.extra, budget)
        if standing is None:
            return None
        return _own(tenant, student_id, found.entry.body, standing)

    def _standing(
        self,
        shelf: Shelf,
        tenant: Tenant,
        beside: Entry,
        mark: bytes | None,
        budget: Budget,
    ) -> Standing | None:
        organization = tenant.organization_id
        names = shelf.names.tenant(organization)
        kept = self._standings.get(beside, mark, organization)
        if kept is not None:
            return kept

        def make() -> bytes:
            return reads.standing(self._access, tenant).encode()

        found = shelf.fetch(names, names.standing, make, budget)
        if found is None:
            return None
        standing = Standing(found.entry.body)
        self._standings.put(organization, found.entry, standing)
        return standing

    def _leaderboard(self, tenant: Tenant, period: str) -> tuple[Leader, ...] | None:
        shelf, budget = self._open()
        names = shelf.names.tenant(tenant.organization_id)

        def make() -> bytes:
            return reads.leaderboard_anew(self._access, tenant, period).encode()

        found = shelf.fetch(names, names.leaderboard(period), make, budget)
        return None if found is None else reads.leaders(found.entry.body)

    def _open(self) -> tuple[Shelf, Budget]:
        """Answers the shelf, when what is on it may be trusted."""
        if self._now is None:
            raise StoreError
        shelf, eraser = self._now
        budget = self.store.budget()
        eraser.settle(budget)
        return shelf, budget


class _ForeignError(Exception):
    """An entry is not what its name says."""


def _own(tenant: Tenant, student_id: UUID, body: bytes, standing: Standing) -> Dashboard:
    """Answers the dashboard of an entry, if it is this tenant's and this student's."""
    try:
        found = Dashboard.read(body, standing.rank_of(student_id))
    except _UNREADABLE:
        raise _ForeignError from None
    if (found.organization_id, found.student_id) != (tenant.organization_id, student_id):
        raise _ForeignError
    return found
