"""A PostgreSQL 15 with the referral schema and pg_stat_statements, for all tests of this folder."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from refdb import config, db, throwaway
from refdb.monitor import Watcher
from refdb.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parents[2]
_SETTINGS = {
    "shared_preload_libraries": "pg_stat_statements",
    # Small, so that what is read can be more; quick, so that a deadlock is found at once.
    "shared_buffers": "2MB",
    "deadlock_timeout": "20ms",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "max_replication_slots": "4",
}


@dataclass
class Place:
    """A database with the schema, a session in it, and what watches it."""

    url: str
    bin: Path
    conn: psycopg.Connection
    stack: ExitStack

    def run(self, *statements: str) -> None:
        """Runs statements, and has the server count them at once."""
        for one in statements:
            for statement in one.split(";\n"):
                self.conn.execute(statement)
        self.conn.execute("select pg_stat_force_next_flush()")
        self.conn.execute("select 1")

    def watcher(self, limits: Mapping[str, Mapping[str, float]] | None = None, **settings):
        """Answers what watches the database on a session of its own, after its first round."""
        conn = self.stack.enter_context(db.connect(self.url))
        told = config.Monitoring(limits=limits or {}, **settings)
        watcher = Watcher(conn, "test", told)
        watcher.round()
        return watcher


@pytest.fixture(scope="session")
def _monitored() -> Iterator[throwaway.Throwaway]:
    """A server with the schema in it."""
    with throwaway.open_throwaway(
        postgres=15, extensions={"pg_stat_statements"}, settings=_SETTINGS
    ) as opened:
        throwaway.install_cron_stand_in(opened.url)
        Project(config.Config(root=ROOT), target=opened.url).apply()
        yield opened


@pytest.fixture
def place(_monitored) -> Iterator[Place]:
    """Answers the database with a session in it."""
    with ExitStack() as stack:
        conn = stack.enter_context(psycopg.connect(_monitored.url, autocommit=True))
        yield Place(_monitored.url, _monitored.bin, conn, stack)


def names(measured) -> set[str]:
    """Answers the keys of a round's alerts."""
    return {one.key for one in measured.alerts}


@pytest.fixture
def comes_and_goes(place) -> Callable[..., None]:
    """Sees that an alert is not there, is raised, and has gone when its reason is."""

    def see(key, raised: Callable[[], object], cleared: Callable[[], object], watcher) -> None:
        assert key not in names(watcher.round())
        raised()
        now = watcher.round()
        assert key in names(now), [one for one in now.samples if key.split(":")[0] in one.family]
        cleared()
        assert key not in names(watcher.round())

    return see
