"""The server of a run: a throwaway of its own, with a fresh database for each measurement."""

from __future__ import annotations

import itertools
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from refdb.throwaway import open_throwaway

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.throwaway import Throwaway

# A checkpoint comes between two measurements, never within one.
_SETTINGS = {"max_wal_size": "8GB"}
_TOLD = (
    "autovacuum",
    "fsync",
    "full_page_writes",
    "jit",
    "max_locks_per_transaction",
    "max_wal_size",
    "shared_buffers",
    "synchronous_commit",
    "wal_level",
)
_QUIET = 0.2  # seconds after a checkpoint, in which what it left is done
_HELD = "create table public.held (locks bigint not null)"


@dataclass(frozen=True)
class Database:
    """A database, and its address as the several tools want it.

    Attributes:
        name: its name.
        socket: the folder with the server's socket.
        user: who connects.
    """

    name: str
    socket: str
    user: str

    @property
    def url(self) -> str:
        """For libpq."""
        return f"postgresql://{self.user}@/{self.name}?host={quote(self.socket, safe='')}"

    @property
    def driver_url(self) -> str:
        """For yoyo and SQLAlchemy, with psycopg 3 as their driver."""
        return self.url.replace("postgresql://", "postgresql+psycopg://")

    @property
    def plain_url(self) -> str:
        """For tools that want a host in its place."""
        return f"postgres://{self.user}@localhost/{self.name}?host={self.socket}"


class Server:
    """A running throwaway, and databases in it.

    Args:
        throwaway: the server.
    """

    def __init__(self, throwaway: Throwaway) -> None:
        self.bin = throwaway.bin
        self.version = throwaway.version
        self.filesystem = filesystem_of(throwaway.data)
        self._url = throwaway.url
        self._numbers = itertools.count(1)

    def fresh(self) -> Database:
        """Answers a new, empty database, its caches made by a first connection."""
        name = f"bench_{next(self._numbers)}"
        self._run(SQL("create database {}").format(Identifier(name)))
        parts = conninfo_to_dict(self._url)
        made = Database(name, str(parts["host"]), str(parts["user"]))
        with psycopg.connect(made.url) as conn:
            conn.execute("select 1")
        return made

    def drop(self, database: Database) -> None:
        """Removes a database."""
        self._run(SQL("drop database {} with (force)").format(Identifier(database.name)))

    def settle(self) -> None:
        """Lets the server finish what earlier measurements left to do."""
        self._run(SQL("checkpoint"))
        time.sleep(_QUIET)

    def settings(self) -> dict[str, str]:
        """Answers the settings that matter to a measurement."""
        with psycopg.connect(self._url) as conn:
            return {name: _only(conn, f"show {name}") for name in _TOLD}

    def _run(self, statement: Any) -> None:
        with psycopg.connect(self._url, autocommit=True) as conn:
            conn.execute(statement)


def make_held(database: Database) -> None:
    """Makes the table into which the migrations of the trees `many` and `one` note their locks."""
    with psycopg.connect(database.url) as conn:
        conn.execute(_HELD)


def most_held(database: Database) -> int:
    """Answers the most locks that a migration noted."""
    with psycopg.connect(database.url) as conn:
        return int(_only(conn, "select max(locks) from public.held"))


def applied(database: Database) -> int:
    """Answers how many tables the migrations have left: whether a tool did its work."""
    with psycopg.connect(database.url) as conn:
        query = (
            r"select count(*) from pg_tables where schemaname = 'public' and tablename ~ '^t\d+$'"
        )
        return int(_only(conn, query))


def _only(conn: psycopg.Connection[Any], query: str) -> Any:
    return conn.execute(query).fetchall()[0][0]


@contextmanager
def open_server(postgres: int) -> Iterator[Server]:
    """Opens a throwaway for a run.

    Args:
        postgres: its major version.
    """
    with open_throwaway(postgres=postgres, settings=_SETTINGS) as throwaway:
        yield Server(throwaway)


def filesystem_of(folder: Path) -> str:
    """Answers the kind of the file system that a folder is in, such as tmpfs."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    above = {str(one) for one in (folder, *folder.parents)}
    _, kind = max((len(place), kind) for place, kind in mounts if place in above)
    return kind
