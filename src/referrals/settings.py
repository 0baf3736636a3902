"""Everything that can be set, with the values that it has when nobody sets it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, get_args

from referrals.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

Prepared = Literal["auto", "on", "off"]
_TRUE, _FALSE = {"1", "on", "true", "yes"}, {"0", "off", "false", "no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the database and Redis are reached, and how much of either a process may take.

    Attributes:
        url: the primary, as libpq reads it: several hosts may be named, and the one that can be
            written is taken. The user is `referral_app`.
        replica_url: where analytics are read when it is near enough; empty for nowhere.
        listen_url: the server itself, for notifications, which no pooler of transactions passes
            on; by default `url`.
        redis_url: where answers are cached; empty for nowhere.
        cache: the one switch: off, and Redis is neither asked nor told; no answer changes.
        name: what this process's pool is called in the database's own statistics.
        pool_min: connections that are kept.
        pool_max: connections at most.
        pool_timeout: seconds in which a call gets one, or an error.
        pool_idle: seconds after which one that nobody used is closed, down to `pool_min`.
        statement_timeout: seconds for a statement.
        prepared: whether statements are prepared on the server; `auto` asks a pooler in between.
        reads_at_once: reads of the database at a time; 0 stands for four fifths of `pool_max`.
        writes_at_once: writes at a time; 0 stands for three fifths.
        analytics_at_once: analytics at a time; 0 stands for one fifth.
        waiting: calls of a kind that may wait for their turn; the next one is refused at once.
        attempts: how often something that can be repeated is tried.
        database_failures: failures in a row after which the database is left in peace.
        database_pause: seconds before it is tried again.
        replica_lag: seconds that a standby may be behind.
        cache_seconds: seconds for which a cached answer is fresh, a tenth more or less.
        stale_seconds: seconds more for which it is served while one caller makes it anew.
        rebuild_seconds: how long one caller has for that before the others stop to wait.
        redis_timeout: seconds for one word with Redis. A call spends two of these at most.
        redis_failures: failures in a row after which Redis is left in peace.
        redis_pause: seconds before it is tried again.
        compress_from: bytes from which a cached answer is compressed.
        tick: seconds between two reports of the counters.
    """

    url: str
    replica_url: str = ""
    listen_url: str = ""
    redis_url: str = ""
    cache: bool = True
    name: str = "referrals"
    pool_min: int = 5
    pool_max: int = 20
    pool_timeout: float = 2.0
    pool_idle: float = 30.0
    statement_timeout: float = 5.0
    prepared: Prepared = "auto"
    reads_at_once: int = 0
    writes_at_once: int = 0
    analytics_at_once: int = 0
    waiting: int = 100
    attempts: int = 5
    database_failures: int = 5
    database_pause: float = 1.0
    replica_lag: float = 10.0
    cache_seconds: float = 300.0
    stale_seconds: float = 30.0
    rebuild_seconds: float = 2.0
    redis_timeout: float = 0.02
    redis_failures: int = 3
    redis_pause: float = 1.0
    compress_from: int = 1024
    tick: float = 10.0

    def __post_init__(self) -> None:
        """Refuses what no pool could be made of."""
        if not self.url:
            raise SettingsError("no database is set", hint="Set url, or REFERRALS_URL.")
        if not 0 < self.pool_min <= self.pool_max:
            raise SettingsError("pool_min must be from 1 to pool_max")
        if self.prepared not in get_args(Prepared):
            raise SettingsError("prepared must be auto, on or off")
        for name in ("pool_timeout", "statement_timeout", "cache_seconds", "redis_timeout"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} must be above 0")

    @property
    def is_cached(self) -> bool:
        """Whether Redis is used."""
        return self.cache and bool(self.redis_url)

    def share(self, kind: Literal["reads", "writes", "analytics"]) -> int:
        """Answers how many calls of a kind may hold a connection at a time."""
        fifths = {"reads": 4, "writes": 3, "analytics": 1}
        chosen: int = getattr(self, f"{kind}_at_once")
        return chosen or max(1, self.pool_max * fifths[kind] // 5)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Answers the settings in variables: REFERRALS_URL, REFERRALS_POOL_MAX and so on.

        Args:
            environ: where they are looked for, as a rule the process's own.

        Raises:
            SettingsError: a value cannot be read, or there is no URL.
        """
        given: dict[str, Any] = {
            one.name: _read(one.name, str(one.type), environ[f"REFERRALS_{one.name.upper()}"])
            for one in fields(cls)
            if f"REFERRALS_{one.name.upper()}" in environ
        }
        return cls(**{"url": "", **given})


def _read(name: str, kind: str, text: str) -> object:
    try:
        if kind == "bool":
            return _flag(text)
        return {"int": int, "float": float}.get(kind, str)(text)
    except ValueError:
        variable = f"REFERRALS_{name.upper()}"
        raise SettingsError(f"{variable} cannot be read", hint=f"It must be {kind}.") from None


def _flag(text: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        raise ValueError
    return text.lower() in _TRUE
