"""The way to one server: bulkhead, breaker, pool, transaction, repeats, errors, in this order."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import psycopg
import psycopg_pool

from referrals import queries
from referrals.database.failures import is_unreachable, translate
from referrals.database.retry import repeatedly
from referrals.errors import UnavailableError
from referrals.guards.breaker import Breaker, OpenError
from referrals.guards.bulkhead import Bulkhead

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from psycopg.rows import RowFactory

    from referrals.database.pool import Pool
    from referrals.settings import Settings
    from referrals.tenant import Tenant

T = TypeVar("T")
Kind = Literal["reads", "writes", "analytics"]
#: Seconds in which a call is repeated, in `pool_timeout`s.
_PATIENCE = 2


class Access:
    """Runs the work of tenants on a pool's connections.

    Args:
        pool: where connections come from.
        settings: how much of it each kind of call may take.
    """

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self.pool = pool
        self._settings = settings
        self._timeout = f"{round(settings.statement_timeout * 1000)}ms"
        self._repairing = threading.Lock()
        self.breaker = Breaker(settings.database_failures, settings.database_pause, is_unreachable)
        kinds: tuple[Kind, ...] = ("reads", "writes", "analytics")
        self.bulkheads = {
            kind: Bulkhead(kind, settings.share(kind), settings.waiting, settings.pool_timeout)
            for kind in kinds
        }

    def ask(self, tenant: Tenant, query: str, **values: object) -> tuple[Any, ...]:
        """Answers the row of a query that sets the tenant itself: one statement, one round trip."""
        parameters = {**self._of(tenant), **values}

        def work(conn: psycopg.Connection[Any]) -> tuple[Any, ...]:
            row = conn.execute(queries.load(query), parameters).fetchone()
            return row if row is not None else ()

        return self.run("reads", work)

    def read(
        self,
        tenant: Tenant,
        query: str,
        rows: RowFactory[T],
        values: Mapping[str, object],
        *,
        kind: Kind = "reads",
    ) -> Sequence[T]:
        """Answers the rows of a query, in a transaction of the tenant."""

        def work(conn: psycopg.Connection[Any]) -> Sequence[T]:
            return self.in_transaction(conn, tenant, query, rows, values)

        return self.run(kind, work)

    def in_transaction(
        self,
        conn: psycopg.Connection[Any],
        tenant: Tenant,
        query: str,
        rows: RowFactory[T],
        values: Mapping[str, object],
    ) -> Sequence[T]:
        """Answers rows; begin, settings, query and commit go out together and cost one wait."""
        with conn.pipeline(), conn.transaction():
            conn.execute(queries.load("tenant"), self._of(tenant))
            with conn.cursor(row_factory=rows) as cursor:
                cursor.execute(queries.load(query), values)
                return cursor.fetchall()

    def write(self, tenant: Tenant, work: Callable[[psycopg.Connection[Any]], T]) -> T:
        """Answers what the work gives, in a transaction of the tenant; it may be done twice."""

        def whole(conn: psycopg.Connection[Any]) -> T:
            with conn.transaction():
                conn.execute(queries.load("tenant"), self._of(tenant))
                return work(conn)

        return self.run("writes", whole)

    def run(self, kind: Kind, work: Callable[[psycopg.Connection[Any]], T]) -> T:
        """Answers what the work gives on a connection.

        Raises:
            ReferralError: whatever went wrong, as one of this package's classes.
        """

        def once() -> T:
            conn = self.pool.getconn()
            try:
                return work(conn)
            finally:
                self.pool.putconn(conn)

        try:
            with self.bulkheads[kind]:
                return repeatedly(
                    lambda: self.breaker.call(once),
                    attempts=self._settings.attempts,
                    repair=self._repair,
                    seconds=self._settings.pool_timeout * _PATIENCE,
                )
        except OpenError:
            raise UnavailableError(
                "the database cannot be reached, and is left in peace for now",
                hint="Try again a little later: every call of this package can be repeated.",
            ) from None
        except psycopg.Error as error:
            raise _told(error, kind) from error

    def _of(self, tenant: Tenant) -> dict[str, str]:
        return {
            "tenant_organization": str(tenant.organization_id),
            "tenant_user": str(tenant.user_id or ""),
            "statement_timeout": self._timeout,
        }

    def _repair(self) -> None:
        """Throws dead connections away, by one thread: after a restart all of them are."""
        if self._repairing.acquire(blocking=False):
            try:
                self.pool.check()
            finally:
                self._repairing.release()


def _told(error: psycopg.Error, kind: Kind) -> Exception:
    told = translate(error)
    if isinstance(told, UnavailableError) and kind == "writes":
        told.is_unknown = error.sqlstate is None and not isinstance(error, psycopg_pool.PoolTimeout)
    return told
