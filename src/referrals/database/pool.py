"""The pool: so many connections, each made ready once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg_pool import ConnectionPool

from referrals.database.prepared import can_prepare

if TYPE_CHECKING:
    from psycopg import Connection

    from referrals.settings import Settings

#: Seconds for which a connection is tried again in the background. Longer, the pauses between tries
#: would double for minutes, and a server that is back would wait for us.
_RECONNECT = 2.0


def make_pool(conninfo: str, settings: Settings, *, name: str, least: int, most: int) -> Pool:
    """Answers a pool that is opened, and connects in the background.

    Its own bound of waiting calls is not used: calls that have given up count there until a
    connection comes, so that a pool without one would refuse all calls, and none would make it
    connect. The bulkheads bound them.

    Args:
        conninfo: where to.
        settings: its bounds.
        name: what it is called.
        least: connections that are kept.
        most: connections at most.
    """
    return ConnectionPool(
        conninfo,
        min_size=least,
        max_size=most,
        timeout=settings.pool_timeout,
        max_idle=settings.pool_idle,
        reconnect_timeout=_RECONNECT,
        kwargs={"autocommit": True},
        configure=_Preparing(settings),
        name=name,
        open=True,
    )


class _Preparing:
    """Decides for each new connection whether its statements are prepared, at their first use."""

    def __init__(self, settings: Settings) -> None:
        self._wish = settings.prepared

    def __call__(self, conn: Connection[Any]) -> None:
        wanted = can_prepare(conn) if self._wish == "auto" else self._wish == "on"
        conn.prepare_threshold = 0 if wanted else None


Pool = ConnectionPool["Connection[Any]"]
