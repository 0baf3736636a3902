"""Answers from the cache, each made by one caller; others wait, or are served the last one."""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from referrals.cache import codec, keys
from referrals.cache.store import StoreError
from referrals.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from referrals.cache.keys import TenantKeys
    from referrals.cache.store import Budget, Store
    from referrals.counters import Counting
    from referrals.settings import Settings

#: Seconds between two looks of a caller who waits for another one's answer: at first, and at last.
_PAUSE, _LONGEST_PAUSE = 0.005, 0.05
#: A tenth of a life more or less, so that what was made together does not end together.
_JITTER = 0.1


@dataclass(frozen=True, slots=True)
class Look:
    """What was found under a name: an entry if there is a good one, and whether it is fresh."""

    entry: codec.Entry | None
    is_fresh: bool
    extra: bytes | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An entry, and whether this call has made it."""

    entry: codec.Entry
    is_own: bool


class Shelf:
    """The entries of one schema version.

    Args:
        store: the cache's Redis.
        names: of the schema version.
        settings: lives and waits.
        counting: hits, misses and the like.
    """

    def __init__(
        self, store: Store, names: keys.Keys, settings: Settings, counting: Counting
    ) -> None:
        self.store = store
        self.names = names
        self._settings = settings
        self._counting = counting

    def fetch(
        self, tenant: TenantKeys, key: str, make: Callable[[], bytes], budget: Budget
    ) -> Found | None:
        """Answers an entry, made now if need be; None when the one who makes it is too slow.

        Args:
            tenant: whose it is.
            key: its name.
            make: makes the answer; run by one caller at a time, if Redis is well.
            budget: the time that the call may spend with Redis.
        """
        return self.settle(tenant, key, self.look(tenant, key, budget), make, budget)

    def look(self, tenant: TenantKeys, key: str, budget: Budget, extra: str | None = None) -> Look:
        """Answers what there is under a name, and the plain word under another one with it."""
        names = [self.names.epoch, tenant.turn, key, *([extra] if extra else [])]
        epoch, turn, raw, *more = self.store.look(budget, names)
        entry = self._good(key, raw, epoch, turn)
        is_fresh = entry is not None and entry.fresh_until > now_ms()
        return Look(entry, is_fresh, more[0] if more else None)

    def settle(
        self,
        tenant: TenantKeys,
        key: str,
        look: Look,
        make: Callable[[], bytes],
        budget: Budget,
    ) -> Found | None:
        """Answers the entry that was looked for: as it is, or made by this call, or by another."""
        end = time.monotonic() + self._settings.rebuild_seconds
        is_first, pause = True, _PAUSE
        while look.entry is None or not look.is_fresh:
            made = self._made(tenant, key, look, make, budget)
            if made is not None:
                return made
            if look.entry is not None:
                self._counting.add("stale")
                return Found(look.entry, is_own=False)
            if time.monotonic() > end:
                return None
            if is_first:
                self._counting.add("waits")
            is_first = False
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            pause = min(pause * 2, _LONGEST_PAUSE)
            look = self.look(tenant, key, budget)
        self._counting.add("hits")
        return Found(look.entry, is_own=False)

    def _good(
        self, key: str, raw: bytes | None, epoch: bytes | None, turn: bytes | None
    ) -> codec.Entry | None:
        if raw is None:
            return None
        try:
            entry = codec.decode(key, raw)
        except codec.CorruptError:
            self._counting.add("corrupt")
            return None
        return entry if (entry.epoch, entry.turn) == (epoch, turn) else None

    def _made(
        self,
        tenant: TenantKeys,
        key: str,
        look: Look,
        make: Callable[[], bytes],
        budget: Budget,
    ) -> Found | None:
        """Makes an entry; where the database cannot be asked, the last one is served on."""
        try:
            return self._make(tenant, key, make, budget)
        except UnavailableError:
            if look.entry is None:
                raise
            self._counting.add("stale")
            return Found(look.entry, is_own=False)

    def _make(
        self, tenant: TenantKeys, key: str, make: Callable[[], bytes], budget: Budget
    ) -> Found | None:
        """Makes an entry, when nobody else does or just has; None when somebody does."""
        word = os.urandom(16)
        locked = [keys.lock(key), self.names.epoch, tenant.turn, key]
        milliseconds = round(self._settings.rebuild_seconds * 1000)
        new = (os.urandom(16), os.urandom(16))
        claimed = self.store.claim(budget, locked, word, new, milliseconds)
        if claimed is None:
            return None
        epoch, turn, raw = claimed
        entry = self._good(key, raw, epoch, turn)
        if entry is not None and entry.fresh_until > now_ms():
            self._give_back(keys.lock(key), word, budget)
            self._counting.add("hits")
            return Found(entry, is_own=False)
        try:
            body = make()
        except BaseException:
            self._give_back(keys.lock(key), word, budget)
            raise
        self._counting.add("misses")
        made = codec.Entry(epoch, turn, os.urandom(16), self._end(), body)
        self._keep(key, made, word, locked, budget)
        return Found(made, is_own=True)

    def _keep(
        self, key: str, entry: codec.Entry, word: bytes, locked: Sequence[str], budget: Budget
    ) -> None:
        raw = codec.encode(key, entry, self._settings.compress_from)
        fresh = max(1, entry.fresh_until - now_ms())
        life = fresh + round(self._settings.stale_seconds * 1000)
        values = (word, entry.epoch, entry.turn, raw, entry.mark, life, fresh)
        try:
            self.store.keep(budget, [*locked, keys.mark(key)], values)
        except StoreError:
            self._counting.add("unkept")

    def _give_back(self, lock: str, word: bytes, budget: Budget) -> None:
        try:
            self.store.release(budget, lock, word)
        except StoreError:
            self._counting.add("unkept")

    def _end(self) -> int:
        life = self._settings.cache_seconds * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
        return now_ms() + round(life * 1000)


def now_ms() -> int:
    """Answers milliseconds of the clock, which several machines share."""
    return time.time_ns() // 1_000_000
