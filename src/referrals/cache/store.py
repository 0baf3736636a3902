"""Redis, as far as the cache talks to it: five words, each bounded in time, behind a breaker."""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar, cast

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from referrals.cache import keys
from referrals.errors import SettingsError
from referrals.guards.breaker import Breaker, OpenError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from referrals.settings import Settings

T = TypeVar("T")
#: Seconds for which the words of epoch and turns are kept, far longer than any entry.
_WORDS_LIVE = 86400
#: Milliseconds for which a change is known to have been carried out: no listener is later.
_CHANGES_LIVE = 60_000


class StoreError(Exception):
    """Redis did not answer, or not in time, or not to the point; the caller goes without."""


@dataclass(slots=True)
class Budget:
    """The time that a call may spend with Redis: one word of full length, and a second one.

    Attributes:
        seconds: after so many no further word is begun.
        spent: seconds.
    """

    seconds: float
    spent: float = 0.0


class Store:
    """The cache's Redis.

    Args:
        settings: where it is and how long it may take.
    """

    def __init__(self, settings: Settings) -> None:
        self._limit = settings.redis_timeout
        self._client = _client(settings)
        self._scripts = {
            name: self._client.register_script(_script(name))
            for name in ("claim", "store", "release", "forget")
        }
        self.breaker = Breaker(settings.redis_failures, settings.redis_pause, _is_failure)

    def budget(self) -> Budget:
        """Answers what a call may spend."""
        return Budget(self._limit)

    def look(self, budget: Budget, names: Sequence[str]) -> list[bytes | None]:
        """Answers what the names hold, in their order."""
        found: object = self._timed(budget, lambda: self._client.mget(names))
        if not isinstance(found, list) or len(found) != len(names):
            raise StoreError
        return cast("list[bytes | None]", found)

    def claim(
        self, budget: Budget, names: Sequence[str], word: bytes, new: tuple[bytes, bytes], ms: int
    ) -> tuple[bytes, bytes, bytes | None] | None:
        """Answers the words that an entry must bear, and what there is by now.

        None when somebody else makes it.

        Args:
            budget: the call's.
            names: of the lock, the epoch, the turn and the entry.
            word: the caller's own.
            new: epoch and turn, in case there are none.
            ms: milliseconds of the lock.
        """
        found = self._run("claim", budget, names, (word, ms, *new, _WORDS_LIVE))
        if found is None:
            return None
        if not isinstance(found, list) or [len(one or b"") for one in found[:2]] != [16, 16]:
            raise StoreError
        epoch, turn, raw = found
        return epoch, turn, raw

    def keep(self, budget: Budget, names: Sequence[str], values: Sequence[bytes | int]) -> bool:
        """Keeps an entry, when nothing has changed since it was claimed; answers whether."""
        return bool(self._run("store", budget, names, values))

    def release(self, budget: Budget, lock: str, word: bytes) -> None:
        """Lets somebody else make an entry."""
        self._run("release", budget, [lock], [word])

    def forget(self, change: str, names: Sequence[str]) -> None:
        """Carries out a change: what the names hold is wrong."""
        self._run("forget", self.budget(), [change, *names], [_CHANGES_LIVE])

    def forget_all(self, epoch: str) -> None:
        """Makes every entry wrong."""
        self._timed(self.budget(), lambda: self._client.delete(epoch))

    def publish(self, field: str, text: str) -> None:
        """Leaves a process's counters where a monitor finds them."""
        self._timed(self.budget(), lambda: self._client.hset(keys.COUNTERS, field, text))

    def withdraw(self, field: str) -> None:
        """Takes them away again."""
        self._timed(self.budget(), lambda: self._client.hdel(keys.COUNTERS, field))

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _run(self, script: str, budget: Budget, names: Sequence[str], values: Sequence[Any]) -> Any:
        return self._timed(budget, lambda: self._scripts[script](keys=names, args=values))

    def _timed(self, budget: Budget, work: Callable[[], T]) -> T:
        """Answers what Redis says within the budget; one that came late counts as a failure."""
        if budget.spent > budget.seconds:
            raise StoreError
        begun = time.perf_counter()
        try:
            done = self.breaker.call(work)
        except (OpenError, *_FAILURES) as error:
            raise StoreError from error
        finally:
            taken = time.perf_counter() - begun
            budget.spent += taken
        if taken > self._limit:
            self.breaker.fail()
        return done


#: Whatever a server, a network or something that is no Redis can bring about.
_FAILURES = (redis.RedisError, OSError, ValueError, TypeError, IndexError, AssertionError)


def _is_failure(error: BaseException) -> bool:
    """Tells that Redis is ill. One that is full answers, and only new entries are refused."""
    return isinstance(error, _FAILURES) and not isinstance(error, redis.OutOfMemoryError)


def _client(settings: Settings) -> redis.Redis:
    """Answers a client that tries once, within the time, and says nothing when it connects."""
    try:
        return redis.Redis.from_url(
            settings.redis_url,
            protocol=2,
            driver_info=None,
            socket_timeout=settings.redis_timeout,
            socket_connect_timeout=settings.redis_timeout,
            retry=Retry(NoBackoff(), 0),
            health_check_interval=0,
        )
    except ValueError:
        raise SettingsError("the URL of Redis cannot be read") from None


def _script(name: str) -> str:
    return resources.files("referrals.cache").joinpath(f"scripts/{name}.lua").read_text("utf-8")
