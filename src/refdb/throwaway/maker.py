"""Makes and drops databases of one server, the quickest way that its version has."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from refdb import db
from refdb.errors import CannotConnectError, RefdbError
from refdb.queries import load
from refdb.throwaway.names import MARKER
from refdb.throwaway.source import SERVER
from refdb.throwaway.traces import Own
from refdb.throwaway.urls import QUIET, database_of, url_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from refdb.db import Connection
    from refdb.throwaway.value import Throwaway

_COPY_METHOD_SINCE: Final = 18


class Maker:
    """Makes clones of a throwaway's database. One thread's own.

    On a server of refdb's own, a session is kept for it: connecting takes as long as dropping. It
    stays in a database of its own, where it is in nobody's way.
    """

    def __init__(self, opened: Throwaway, home: str) -> None:
        self._original = database_of(opened.url)
        self._quiet = opened.quiet or url_of(opened.url, QUIET)
        self._shared = opened.provider == SERVER
        self._by_reference = opened.major >= _COPY_METHOD_SINCE and not self._shared
        self._home = home
        self._session: Connection | None = None

    def make(self, name: str) -> Own | None:
        """Makes a clone, and answers in which transaction, where that can matter.

        Raises:
            RefdbError: the server refuses.
        """
        try:
            with self._connected() as conn:
                return self._create(conn, name)
        except psycopg.errors.ObjectInUse:
            raise _in_use(self._original) from None
        except psycopg.Error as error:
            if not self._by_reference and not self._is_lost():
                raise db.statement_failed(error) from None
            self._by_reference = False  # not every file system can
            return self.make(name)

    def drop(self, name: str) -> Own | None:
        """Drops a clone, unless its server has gone before it; answers in which transaction.

        Raises:
            RefdbError: the server refuses.
        """
        try:
            with suppress(CannotConnectError), self._connected() as conn:
                first = self._next(conn)
                _run(conn, "drop_database", name)
                return Own(first, self._next(conn))
        except psycopg.Error as error:
            if not self._is_lost():
                raise db.statement_failed(error) from None
            self.drop(name)  # it may be gone already, in a transaction that nobody knows
        return None

    def make_home(self) -> Own | None:
        """Makes the database in which sessions stay; answers in which transaction.

        Raises:
            RefdbError: the server refuses.
        """
        with db.failures(), db.connect(self._quiet) as conn:
            _run(conn, "create_home", self._home)
            return _made_by(conn, self._home)

    def stay(self) -> None:
        """Keeps a session from now on."""
        with suppress(RefdbError):
            self._session = db.connect(url_of(self._quiet, self._home))

    def close(self) -> None:
        """Ends the session."""
        if self._session is not None:
            self._session.close()
            self._session = None

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """Answers the session, or a connection for once."""
        if self._session is not None:
            yield self._session
            return
        with db.connect(self._quiet) as conn:
            yield conn

    def _is_lost(self) -> bool:
        """Answers whether the session has just been lost; from now on there is none."""
        lost = self._session is not None and self._session.broken
        if lost:
            self._session = None
        return lost

    def _create(self, conn: Connection, name: str) -> Own | None:
        """Makes a clone; where the server is others' too, without a checkpoint, and marked."""
        if self._by_reference:
            conn.execute(load("throwaway/copy_by_reference"))
        strategy, limit = ("wal_log", "0") if self._shared else ("file_copy", "-1")
        parts = {"strategy": SQL(strategy), "limit": SQL(limit)}
        _run(conn, "create_clone", name, original=Identifier(self._original), **parts)
        if not self._shared:
            return _made_by(conn, name)
        _run(conn, "mark_database", name, marker=Literal(MARKER))
        _run(conn, "open_database", name)
        return None

    def _next(self, conn: Connection) -> int:
        """Answers the number of the next transaction; of others' servers nobody wants to know."""
        if self._shared:
            return 0
        row = conn.execute(load("throwaway/next_transaction")).fetchone()
        return int(row[0]) if row else 0


def _run(conn: Connection, query: str, name: str, **parts: Any) -> None:
    conn.execute(SQL(load(f"throwaway/{query}")).format(name=Identifier(name), **parts))


def _made_by(conn: Connection, name: str) -> Own | None:
    number = conn.execute(load("throwaway/made_by"), [name]).fetchone()
    return Own(number[0], number[0] + 1) if number else None


def _in_use(name: str) -> RefdbError:
    return RefdbError(
        f"the database {name} cannot be cloned while somebody is connected to it",
        hint="Close that connection, and work in a clone instead.",
    )
