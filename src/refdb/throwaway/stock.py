"""The clones of one server: threads that make, judge and drop them, and a pool between."""

from __future__ import annotations

import itertools
import secrets
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from refdb.errors import RefdbError
from refdb.throwaway.maker import Maker
from refdb.throwaway.names import CLONE
from refdb.throwaway.pool import Pool, Work
from refdb.throwaway.source import SERVER
from refdb.throwaway.traces import Verdict
from refdb.throwaway.urls import database_of
from refdb.throwaway.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from refdb.throwaway.traces import Look, Own
    from refdb.throwaway.value import Throwaway

# Nobody who has closed a connection stays that long.
_SECONDS_TO_LEAVE: Final = 0.2


class Stock:
    """The clones of one server. Any thread may take one.

    Attributes:
        url: the URL of the database that is cloned.
        spent: somebody has changed the server itself, and another one would be without that.
    """

    def __init__(self, opened: Throwaway, ahead: int) -> None:
        """Starts making those that are made ahead.

        Args:
            opened: the server.
            ahead: how many are made before they are wanted.
        """
        self.url = opened.url
        self.spent = False
        self._opened = opened
        self._pool = Pool(ahead)
        self._changed = threading.Condition()
        self._error: RefdbError | None = None
        self._watcher: Watcher | None = None
        self._before: dict[str, Look] = {}
        prefix = f"{database_of(opened.url)}{CLONE}{secrets.token_hex(4)}"
        self._home = f"{prefix}_0"
        self._names = (f"{prefix}_{one}" for one in itertools.count(1))
        self._threads: list[threading.Thread] = []
        self._start(self._begin)

    @property
    def alive(self) -> int:
        """How many clones there are at this moment: ready, taken, or not dropped yet."""
        return self._pool.alive

    def take(self) -> str:
        """Answers the name of a clone in which nobody has written.

        Raises:
            RefdbError: it cannot be made.
        """
        with self._changed:
            self._pool.waiting += 1
            self._pool.failed, self._error = False, None
            self._changed.notify_all()
            try:
                self._changed.wait_for(lambda: bool(self._pool.ready) or self._error is not None)
            finally:
                self._pool.waiting -= 1
            name = self._first_ready()
            self._pool.taken.add(name)
            if self._watcher:
                self._before[name] = self._watcher.last
            self._changed.notify_all()
        return name

    def give_back(self, name: str) -> None:
        """Takes a clone back.

        Args:
            name: what `take` answered.

        Raises:
            KeyError: it is no clone that was taken here, or was given back already.
        """
        with self._changed:
            before = self._before.pop(name, None)
        verdict = Verdict.USED
        if before and self._watcher and name in self._pool.taken:
            verdict = self._watcher.verdict(name, before)
            self.spent = self.spent or (verdict is Verdict.SPENT and self._watcher.untouched)
        with self._changed:
            self._pool.give_back(name, written=verdict is not Verdict.AS_NEW)
            self._changed.notify_all()

    def close(self, *, drop: bool = True) -> None:
        """Ends the threads.

        Args:
            drop: every clone is dropped before; without it, they go with their server.
        """
        with self._changed:
            self._pool.close()
            if not drop:
                self._pool.old.clear()
            self._changed.notify_all()
        for thread in self._threads:  # the first one starts the others before it ends
            thread.join()
        if self._watcher:
            self._watcher.close()
        if drop:
            with suppress(RefdbError):
                Maker(self._opened, self._home).drop(self._home)

    def _first_ready(self) -> str:
        if not self._pool.ready and self._error:
            raise self._error
        return self._pool.ready.pop(0)

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, name="refdb clones", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _begin(self) -> None:
        """What the first thread does: looks at the server, makes one clone, and has company."""
        maker = Maker(self._opened, self._home)
        if self._opened.provider == SERVER:
            self._work(maker)
            return
        with suppress(RefdbError):  # who makes the first clone tells what is wrong
            self._watcher = Watcher(self._opened)
        if self._step(maker):
            with suppress(RefdbError):
                self._note(maker.make_home())
                maker.stay()
                if self._watcher:
                    self._watcher.stay(self._home)
                another = Maker(self._opened, self._home)
                another.stay()
                self._start(self._work, another)
        self._work(maker)

    def _work(self, maker: Maker) -> None:
        """What a thread does until everything is dropped."""
        while self._step(maker):
            pass
        maker.close()

    def _step(self, maker: Maker) -> bool:
        """Does what is next, and answers whether there is more."""
        work, name = self._next()
        if work is Work.END:
            return False
        done = False
        try:
            done = self._do(maker, work, name)
        except RefdbError as error:
            self._tell(error)
        except Exception as error:  # noqa: BLE001 - who waits for a clone must hear of it
            self._tell(RefdbError(f"the clone {name} could not be made: {error}"))
        if work is not Work.DROP:
            with self._changed:
                kept = name if done or work is Work.LOOK else ""
                self._pool.end(kept, good=done)
                self._changed.notify_all()
        return True

    def _next(self) -> tuple[Work, str]:
        """Waits for what is to be done, and answers it with the clone's name."""
        with self._changed:
            while (work := self._pool.next_work()) is Work.WAIT:
                seconds = _SECONDS_TO_LEAVE if self._pool.old else None
                idle = not self._changed.wait(seconds)
                if (work := self._pool.next_work(idle=idle)) is not Work.WAIT:
                    break
            name = "" if work is Work.END else self._pool.begin(work)
            return work, name or next(self._names)

    def _do(self, maker: Maker, work: Work, name: str) -> bool:
        """Answers whether the clone can be given to somebody."""
        if work is Work.LOOK:
            return self._watcher is not None and self._watcher.renew(name)
        self._note(maker.make(name) if work is Work.MAKE else maker.drop(name))
        return work is Work.MAKE

    def _note(self, own: Own | None) -> None:
        if own and self._watcher:
            self._watcher.note(own)

    def _tell(self, error: RefdbError) -> None:
        with self._changed:
            self._pool.failed, self._error = True, error
            self._changed.notify_all()
