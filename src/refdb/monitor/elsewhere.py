"""Asks Redis and PgBouncer's console; one that does not answer is told, and never waited for."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.rows import dict_row

from refdb import db
from refdb.errors import MissingPartError, RefdbError
from refdb.monitor.metrics import redis as of_redis
from refdb.queries import load

if TYPE_CHECKING:
    from refdb.monitor.metric import Row

_PATIENCE_S = 1.0  # for connecting, and for each answer


def ask_redis(url: str) -> list[Row]:
    """Answers what Redis says of itself, and the application's counters there.

    Args:
        url: such as redis://localhost:6379/0.

    Raises:
        MissingPartError: the library that speaks with it is not installed.
    """
    try:
        import redis  # noqa: PLC0415 - 100 ms, and of an extra
    except ImportError:
        hint = "Install it: pip install 'refdb[app]'."
        raise MissingPartError("monitoring Redis needs the package redis", hint=hint) from None
    try:
        with redis.Redis.from_url(
            url,
            socket_timeout=_PATIENCE_S,
            socket_connect_timeout=_PATIENCE_S,
            decode_responses=True,
        ) as client:
            said: Any = client.info()
            told: Any = client.hgetall(of_redis.COUNTERS)
    except (redis.RedisError, OSError, ValueError) as error:
        return [{"up": 0, "reason": db.redact(f"{type(error).__name__}: {error}", url)}]
    return [
        {
            "up": 1,
            "used": float(said["used_memory"]),
            "most": float(said.get("maxmemory", 0)),
            "clients": float(said["connected_clients"]),
            **of_redis.counted(told, time.time()),
        }
    ]


def ask_pgbouncer(url: str) -> list[Row]:
    """Answers PgBouncer's pools.

    Args:
        url: of its console: the database pgbouncer, as one of its admin_users or stats_users.
    """
    # Its console takes one command, and no comment before it.
    command = load("monitor/pgbouncer_pools").partition("\n")[2].strip()
    try:
        with closing(db.connect(url, application="refdb monitor")) as conn:
            return conn.cursor(row_factory=dict_row).execute(command.encode()).fetchall()
    except psycopg.Error as error:
        return [{"reason": db.redact(str(error).strip(), url)}]
    except RefdbError as error:
        return [{"reason": error.message}]
