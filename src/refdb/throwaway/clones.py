"""Fresh databases: clones of a throwaway's own, the next ones made while one is used."""

from __future__ import annotations

import itertools
import os
import secrets
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from refdb import db
from refdb.errors import BadRequestError, CannotConnectError, RefdbError
from refdb.queries import load
from refdb.throwaway.names import CLONE, MARKER
from refdb.throwaway.pool import Pool, Work
from refdb.throwaway.source import SERVER
from refdb.throwaway.urls import QUIET, database_of, url_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from refdb.db import Connection
    from refdb.throwaway.value import Throwaway

_COPY_METHOD_SINCE: Final = 18

# Nobody who has closed a connection stays that long.
_SECONDS_TO_LEAVE: Final = 0.2


@contextmanager
def clones(opened: Throwaway, *, ahead: int = 2) -> Iterator[Clones]:
    """Answers fresh databases, each a clone of a throwaway's database as it is when it is made.

    While a clone is in use the next ones are made, so that taking one need not wait. All of them
    are dropped at the end; those that were given back, while the others are used.

    Args:
        opened: the throwaway, in whose own database nobody may be while clones are made.
        ahead: how many are made before they are wanted; each takes the room of the database.

    Raises:
        BadRequestError: `ahead` is negative.
    """
    if ahead < 0:
        raise BadRequestError(f"{ahead} clones cannot be made ahead", hint="Give 0 or more.")
    made = Clones(opened, ahead)
    try:
        yield made
    finally:
        made.close()


class Clones:
    """The clones of a throwaway's database; made by `clones`. Any thread may take one."""

    def __init__(self, opened: Throwaway, ahead: int) -> None:
        """Starts the maker, which begins with those that are made ahead."""
        self._url = opened.url
        self._owner = os.getpid()
        self._pool = Pool(ahead)
        self._changed = threading.Condition()
        self._error: RefdbError | None = None
        prefix = f"{database_of(opened.url)}{CLONE}{secrets.token_hex(4)}"
        self._maker = _Maker(opened, f"{prefix}_0")
        self._names = (f"{prefix}_{one}" for one in itertools.count(1))
        self._thread = threading.Thread(target=self._work, name="refdb clones", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> int:
        """How many clones there are at this moment: ready, taken, or not dropped yet."""
        return self._pool.alive

    def take(self) -> str:
        """Answers the URL of a clone that nobody has had before.

        Raises:
            RefdbError: it cannot be made, as while somebody is in the database that is cloned.
        """
        self._check_owner()
        with self._changed:
            self._pool.waiting += 1
            self._pool.failed, self._error = False, None
            self._changed.notify_all()
            try:
                self._changed.wait_for(self._is_answered)
            finally:
                self._pool.waiting -= 1
            name = self._first_ready()
            self._pool.taken.add(name)
            self._changed.notify_all()
        return url_of(self._url, name)

    def give_back(self, url: str) -> None:
        """Takes a clone back, which is dropped with whoever is still in it.

        Args:
            url: what `take` answered.

        Raises:
            BadRequestError: it is no clone that was taken here, or was given back already.
        """
        self._check_owner()
        with self._changed:
            try:
                self._pool.give_back(database_of(url))
            except KeyError:
                said = f"{db.describe(url)} is no clone that was taken here"
                raise BadRequestError(said, hint="Give back what take() answered, once.") from None
            self._changed.notify_all()

    def close(self) -> None:
        """Drops every clone; does nothing in a child made by fork."""
        if os.getpid() != self._owner:
            return
        with self._changed:
            self._pool.close()
            self._changed.notify_all()
        self._thread.join()

    def _is_answered(self) -> bool:
        return bool(self._pool.ready) or self._error is not None

    def _first_ready(self) -> str:
        if not self._pool.ready and self._error:
            raise self._error
        return self._pool.ready.pop(0)

    def _check_owner(self) -> None:
        if os.getpid() != self._owner:
            raise RefdbError(
                "clones are made by the process that opened them, and this one was forked from it",
                hint="Open the clones in this process.",
            )

    def _work(self) -> None:
        """What the maker's thread does until everything is dropped."""
        self._maker.warm(self._url)
        while True:
            with self._changed:
                while (work := self._pool.next_work()) is Work.WAIT:
                    seconds = _SECONDS_TO_LEAVE if self._pool.old else None
                    idle = not self._changed.wait(seconds)
                    if (work := self._pool.next_work(idle=idle)) is not Work.WAIT:
                        break
                name = self._pool.old.pop(0) if work is Work.DROP else next(self._names)
            if work is Work.END:
                self._maker.close()
                return
            try:
                self._do(work, name)
            except RefdbError as error:
                self._tell(error)
            except Exception as error:  # noqa: BLE001 - who waits for a clone must hear of it
                self._tell(RefdbError(f"the clone {name} could not be made: {error}"))

    def _do(self, work: Work, name: str) -> None:
        if work is Work.DROP:
            self._maker.drop(name)
            return
        self._maker.make(name)
        with self._changed:
            # Who closed meanwhile has not seen it.
            (self._pool.old if self._pool.closing else self._pool.ready).append(name)
            self._changed.notify_all()
            closing = self._pool.closing
        if not closing:
            self._maker.settle()

    def _tell(self, error: RefdbError) -> None:
        with self._changed:
            self._pool.failed, self._error = True, error
            self._changed.notify_all()


class _Maker:
    """Makes and drops databases of one server, the quickest way that its version has.

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

    @staticmethod
    def warm(url: str) -> None:
        """Has the server write down the catalog's cache of a database, which clones then have."""
        with suppress(RefdbError):
            db.connect(url).close()

    def make(self, name: str) -> None:
        """Makes a clone.

        Raises:
            RefdbError: the server refuses.
        """
        try:
            with self._connected() as conn:
                self._create(conn, name)
        except psycopg.errors.ObjectInUse:
            raise _in_use(self._original) from None
        except psycopg.Error as error:
            if not self._by_reference and not self._is_lost():
                raise db.statement_failed(error) from None
            self._by_reference = False  # not every file system can
            self.make(name)

    def drop(self, name: str) -> None:
        """Drops a clone, unless its server has gone before it.

        Raises:
            RefdbError: the server refuses.
        """
        try:
            with suppress(CannotConnectError), self._connected() as conn:
                _run(conn, "drop_database", name)
        except psycopg.Error as error:
            if not self._is_lost():
                raise db.statement_failed(error) from None
            self.drop(name)

    def settle(self) -> None:
        """Keeps a session from now on; called when the first clone is there."""
        if self._session is not None or self._shared:
            return
        with suppress(RefdbError, psycopg.Error):
            with db.connect(self._quiet) as conn:
                _run(conn, "create_home", self._home)
            self._session = db.connect(url_of(self._quiet, self._home))

    def close(self) -> None:
        """Ends the session, and drops its database."""
        if self._session is not None:
            self._session.close()
            self._session = None
            self.drop(self._home)

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

    def _create(self, conn: Connection, name: str) -> None:
        """Makes a clone; where the server is others' too, without a checkpoint, and marked."""
        if self._by_reference:
            conn.execute(load("throwaway/copy_by_reference"))
        strategy, limit = ("wal_log", "0") if self._shared else ("file_copy", "-1")
        parts = {"strategy": SQL(strategy), "limit": SQL(limit)}
        _run(conn, "create_clone", name, original=Identifier(self._original), **parts)
        if self._shared:
            _run(conn, "mark_database", name, marker=Literal(MARKER))
            _run(conn, "open_database", name)


def _run(conn: Connection, query: str, name: str, **parts: Any) -> None:
    conn.execute(SQL(load(f"throwaway/{query}")).format(name=Identifier(name), **parts))


def _in_use(name: str) -> RefdbError:
    return RefdbError(
        f"the database {name} cannot be cloned while somebody is connected to it",
        hint="Close that connection, and work in a clone instead.",
    )
