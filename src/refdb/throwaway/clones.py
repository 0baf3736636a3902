"""Fresh databases: clones of a throwaway's own, the next ones made while one is used."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refdb import db
from refdb.errors import BadRequestError, RefdbError
from refdb.throwaway.stock import Stock
from refdb.throwaway.urls import database_of, url_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.throwaway.value import Throwaway


@contextmanager
def clones(opened: Throwaway, *, ahead: int = 2) -> Iterator[Clones]:
    """Answers fresh databases, each a clone of a throwaway's database as it is when it is made.

    While a clone is in use the next ones are made, so that taking one need not wait. All of them
    are dropped at the end; those that were given back, while the others are used. On a server of
    refdb's own, a clone in which nobody has written anything is as new and given to the next one;
    and where somebody has changed the server itself, as with a role, the next clones are another
    server's, which is opened for them.

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


@dataclass(eq=False)
class _Serving:
    """A server that clones are taken from.

    Attributes:
        stock: its clones.
        server: what ends it; nothing where the caller does.
        users: how many have a clone of it, or wait for one.
    """

    stock: Stock
    server: ExitStack = field(default_factory=ExitStack)
    users: int = 0


class Clones:
    """The clones of a throwaway's database; made by `clones`. Any thread may take one."""

    def __init__(self, opened: Throwaway, ahead: int) -> None:
        """Starts making those that are made ahead."""
        self._opened = opened
        self._ahead = ahead
        self._owner = os.getpid()
        self._choosing = threading.Lock()
        self._first = _Serving(Stock(opened, ahead))
        self._serving = [self._first]

    @property
    def alive(self) -> int:
        """How many clones there are at this moment: ready, taken, or not dropped yet."""
        return sum(one.stock.alive for one in self._serving)

    def take(self) -> str:
        """Answers the URL of a clone in which nobody before has written anything.

        Raises:
            RefdbError: it cannot be made, as while somebody is in the database that is cloned.
        """
        self._check_owner()
        with self._choosing:
            serving = self._newest()
            serving.users += 1
        try:
            return url_of(serving.stock.url, serving.stock.take())
        except BaseException:
            self._leave(serving)
            raise

    def give_back(self, url: str) -> None:
        """Takes a clone back, which is dropped with whoever is still in it, or is as new.

        Args:
            url: what `take` answered.

        Raises:
            BadRequestError: it is no clone that was taken here, or was given back already.
        """
        self._check_owner()
        name = database_of(url)
        for serving in self._serving:
            if url == url_of(serving.stock.url, name):
                try:
                    serving.stock.give_back(name)
                except KeyError:
                    break
                self._leave(serving)
                return
        said = f"{db.describe(url)} is no clone that was taken here"
        raise BadRequestError(said, hint="Give back what take() answered, once.")

    def close(self) -> None:
        """Drops every clone; does nothing in a child made by fork."""
        if os.getpid() == self._owner:
            for serving in self._serving:
                self._end(serving)

    def _newest(self) -> _Serving:
        """Answers the server that clones are taken from, another one where somebody changed it."""
        serving = self._serving[-1]
        if not serving.stock.spent or self._opened.another is None:
            return serving
        server = ExitStack()
        opened = server.enter_context(self._opened.another())
        self._serving.append(_Serving(Stock(opened, self._ahead), server))
        self._end_unused()
        return self._serving[-1]

    def _leave(self, serving: _Serving) -> None:
        with self._choosing:
            serving.users -= 1
            self._end_unused()

    def _end_unused(self) -> None:
        """Ends the servers from which nobody takes clones any more, and nobody has one."""
        ended = [one for one in self._serving[:-1] if not one.users]
        self._serving = [one for one in self._serving if one not in ended]
        for one in ended:
            self._end(one)

    def _end(self, serving: _Serving) -> None:
        serving.stock.close(drop=serving is self._first)
        serving.server.close()

    def _check_owner(self) -> None:
        if os.getpid() != self._owner:
            raise RefdbError(
                "clones are made by the process that opened them, and this one was forked from it",
                hint="Open the clones in this process.",
            )
