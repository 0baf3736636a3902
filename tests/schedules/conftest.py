"""A PostgreSQL 15 with pg_cron for all tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from refdb.throwaway import open_throwaway

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def cron_server() -> Iterator[str]:
    """Answers the URL of the database that pg_cron lives in, on a server of this folder's own."""
    with open_throwaway(postgres=15, extensions={"pg_cron"}) as opened:
        with psycopg.connect(opened.url, autocommit=True) as conn:
            conn.execute("create extension if not exists pg_cron")
        yield opened.url


@pytest.fixture(scope="session")
def cron_session(cron_server) -> Iterator[psycopg.Connection[Any]]:
    """Answers a connection to it."""
    with psycopg.connect(cron_server, autocommit=True) as conn:
        yield conn
