"""The application's door to the referrals: one object a process, one method a use."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from referrals import reads, writes
from referrals.cache.listener import Ears, Listener
from referrals.cache.store import Store
from referrals.cached import Cached
from referrals.counters import Call, Counters, Counting
from referrals.dashboard import Dashboard
from referrals.database import addresses
from referrals.database.access import Access
from referrals.database.pool import make_pool
from referrals.database.replica import Analytics
from referrals.errors import UnavailableError
from referrals.reporting import Reporter
from referrals.tenant import Tenant, as_id
from referrals.writes import Move, NewReferral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from referrals.changes import Change
    from referrals.results import (
        AnalyticsReport,
        Bulk,
        Campaign,
        Leader,
        Points,
        Profile,
        Referral,
        Status,
    )
    from referrals.settings import Settings


class Referrals:
    """The referral schema, as an application uses it. Threads may share it; processes may not.

    Every call takes a tenant, sees that tenant's rows only, and raises a ReferralError or nothing.

    >>> with Referrals(Settings(url="postgresql://referral_app@db/crm")) as referrals:
    ...     board = referrals.leaderboard(Tenant(school), "month")

    Args:
        settings: where the database and Redis are.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._counting = Counting()
        store = Store(settings) if settings.is_cached else None
        self._access = _primary(settings)
        self._standby = _standby(settings)
        self._analytics = Analytics(self._access, self._standby, settings.replica_lag)
        self._cached = (
            None if store is None else Cached(self._access, store, settings, self._counting)
        )
        self._listener = self._listen(self._cached) if self._cached else None
        self._reporter = Reporter(self._access, self._counting, self.counters, store, settings.tick)
        self._reporter.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the threads and gives all connections back."""
        self._reporter.stop()
        if self._listener is not None:
            self._listener.stop()
        for access in filter(None, (self._access, self._standby)):
            access.pool.close()
        if self._cached is not None:
            self._cached.store.close()

    def wait(self, seconds: float = 10.0) -> None:
        """Waits until there is a connection, and until the cache hears what changes. Nobody must.

        Raises:
            UnavailableError: it took longer than so many seconds.
        """
        end = time.monotonic() + seconds
        self._access.run("reads", lambda conn: conn.execute("").close())
        heard = self._listener is None or self._listener.is_connected.wait(end - time.monotonic())
        if not heard:
            raise UnavailableError("the listener has not connected", hint="Look at listen_url.")

    def profile(self, tenant: Tenant, student_id: UUID | str) -> Profile:
        """Answers a student's profile."""
        with self._timed("student_profile"):
            return reads.profile(self._access, tenant, as_id(student_id))

    def dashboard(self, tenant: Tenant, student_id: UUID | str) -> Dashboard:
        """Answers a student's dashboard, from the cache where it is there."""
        student = as_id(student_id)
        with self._timed("dashboard"):
            if self._cached is not None:
                return self._cached.dashboard(tenant, student)
            return Dashboard.read(reads.dashboard(self._access, tenant, student))

    def leaderboard(
        self, tenant: Tenant, period: str = "all", limit: int = 10
    ) -> tuple[Leader, ...]:
        """Answers the first referrers of all time, of this month or of this week."""
        with self._timed("leaderboard"):
            if self._cached is not None:
                return self._cached.leaderboard(tenant, period, limit)
            return reads.leaders(reads.leaderboard(self._access, tenant, period, limit))

    def campaigns(self, tenant: Tenant, user_id: UUID | str) -> tuple[Campaign, ...]:
        """Answers the campaigns that a referral which the user makes now can count for."""
        with self._timed("campaigns"):
            return reads.campaigns(self._access, tenant, as_id(user_id))

    def points(
        self, tenant: Tenant, referral_id: UUID | str, campaign_id: UUID | str | None = None
    ) -> Points:
        """Answers what a referral is worth, by a campaign or by its own."""
        campaign = None if campaign_id is None else as_id(campaign_id)
        with self._timed("point_calculation"):
            return reads.points(self._access, tenant, as_id(referral_id), campaign)

    def analytics(
        self,
        tenant: Tenant,
        by: str = "month",
        since: date | None = None,
        until: date | None = None,
    ) -> AnalyticsReport:
        """Answers analytics by student, month, campaign or source; a standby's, if it may."""
        with self._timed("analytics"):
            return reads.analytics(self._analytics, tenant, by, since, until)

    def create(  # noqa: PLR0913 - what is known of a referral, each by its name
        self,
        tenant: Tenant,
        referrer_id: UUID | str,
        name: str,
        phone: str,
        *,
        campaign_id: UUID | str | None = None,
        notes: str | None = None,
        referral_id: UUID | str | None = None,
    ) -> Referral:
        """Enters a referral, pending.

        Args:
            tenant: the organization, and who signs.
            referrer_id: the student or teacher who recommends somebody.
            name: of the recommended person.
            phone: international form, a plus sign and 7 to 15 digits.
            campaign_id: the campaign that it shall count for.
            notes: what is known already.
            referral_id: an id that the caller has made, to repeat the call with.
        """
        new = NewReferral(
            referral_id=uuid4() if referral_id is None else as_id(referral_id),
            referrer_id=as_id(referrer_id),
            name=name,
            phone=phone,
            campaign_id=None if campaign_id is None else as_id(campaign_id),
            notes=notes,
        )
        with self._timed("referral_creation"):
            referral, change = writes.create(self._access, tenant, new)
            self._tell(change)
            return referral

    def move(
        self,
        tenant: Tenant,
        referral_id: UUID | str,
        status: Status,
        *,
        enrolled_student_id: UUID | str | None = None,
        notes: str | None = None,
    ) -> Referral:
        """Moves a referral on, and answers it with its award; where it is already, it stays."""
        student = None if enrolled_student_id is None else as_id(enrolled_student_id)
        with self._timed("referral_move"):
            wanted = Move(as_id(referral_id), status, student, notes)
            referral, change = writes.move(self._access, tenant, wanted)
            self._tell(change)
            return referral

    def process(self, tenant: Tenant, referral_ids: Iterable[UUID | str]) -> Bulk:
        """Enrolls and awards up to 10000 referrals; one that cannot be harms no other."""
        ids = [as_id(one) for one in referral_ids]
        with self._timed("bulk_operation"):
            bulk, change = writes.process(self._access, tenant, ids)
            self._tell(change)
            return bulk

    def join_campaign(self, tenant: Tenant, campaign_id: UUID | str, user_id: UUID | str) -> None:
        """Enters a user among a campaign's participants."""
        with self._timed("campaign_joining"):
            writes.join_campaign(self._access, tenant, as_id(campaign_id), as_id(user_id))

    def warm(self, tenants: Sequence[Tenant], students: int = 100) -> int:
        """Fills the cache after a deploy; answers how many dashboards it has looked at.

        Args:
            tenants: whose.
            students: of each, those who have referred lately.
        """
        warmed = 0
        for tenant in tenants:
            self.leaderboard(tenant)
            for student in reads.active_students(self._access, tenant, students):
                self.dashboard(tenant, student)
                warmed += 1
        return warmed

    def report(self) -> None:
        """Reports the counters now, and not at the next tick."""
        self._reporter.report()

    def counters(self) -> Counters:
        """Answers what this process has counted."""
        count, access, cached = self._counting.count, self._access, self._cached
        stats = access.pool.get_stats()
        size, idle = stats.get("pool_size", 0), stats.get("pool_available", 0)
        return Counters(
            name=self.settings.name,
            hits=count("hits"),
            misses=count("misses"),
            stale=count("stale"),
            waits=count("waits"),
            bypassed=count("bypassed"),
            corrupt=count("corrupt"),
            unkept=count("unkept"),
            changes=count("changes"),
            connects=count("connects"),
            redis_state=cached.store.breaker.state if cached else "closed",
            redis_opened=cached.store.breaker.opened if cached else 0,
            database_state=access.breaker.state,
            database_opened=access.breaker.opened,
            pool_size=size,
            pool_free=self.settings.pool_max - size + idle,
            pool_waiting=stats.get("requests_waiting", 0),
            refused=sum(one.refused for one in access.bulkheads.values()),
            analytics_on_standby=self._analytics.on_standby,
            analytics_on_primary=self._analytics.on_primary,
        )

    def _tell(self, change: Change) -> None:
        """Makes the caller's next read show what it wrote, without waiting for the notification."""
        if self._cached is not None:
            self._cached.carry_out(change)

    def _listen(self, cached: Cached) -> Listener:
        def changed(change: Change) -> None:
            cached.carry_out(change)
            self._counting.add("changes")

        url = self.settings.listen_url or self.settings.url
        conninfo = addresses.primary(url, f"{self.settings.name}-listener")
        listener = Listener(conninfo, Ears(cached.begin, changed))
        listener.start()
        return listener

    @contextmanager
    def _timed(self, kind: str) -> Iterator[None]:
        begun = time.perf_counter()
        is_error = False
        try:
            yield
        except UnavailableError:
            is_error = True
            raise
        finally:
            self._counting.time(Call(kind, time.perf_counter() - begun, is_error))


def _primary(settings: Settings) -> Access:
    conninfo = addresses.primary(settings.url, settings.name)
    least, most = settings.pool_min, settings.pool_max
    return Access(
        make_pool(conninfo, settings, name=settings.name, least=least, most=most), settings
    )


def _standby(settings: Settings) -> Access | None:
    if not settings.replica_url:
        return None
    name = f"{settings.name}-analytics"
    conninfo = addresses.standby(settings.replica_url, name)
    most = settings.share("analytics")
    return Access(make_pool(conninfo, settings, name=name, least=1, most=most), settings)
