"""Times the jobs side by side, round by round; what they write is rolled back."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.referrals.sites import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import psycopg

    from bench.referrals.sites import Sites

_JOBS = Path(__file__).with_name("jobs")
#: The jobs that have a plain and an optimized form, as tables call them.
PAIRS = {
    "points": "point calculation",
    "dashboard": "dashboard",
    "leaderboard": "leaderboard",
    "bulk": "bulk of 100",
    "campaign": "campaign processing",
    "lookup": "referral lookups",
}
#: What the CRM did before there were referrals.
FEATURES = {
    "rankings": "student rankings",
    "achievements": "achievement check",
    "goals": "goal progress",
    "admin": "admin dashboard",
}
#: A call of these is one set, not one a chosen id.
_SETS = frozenset({"bulk", "campaign"})
# What these write stays, as it does in life: a leaderboard that is read was cached before.
_KEPT = frozenset({"leaderboard"})
_FEW = 10  # calls of a plain form without indexes, which reads whole tables each time
_TURNS = 4  # of one round, with and without referrals by turns
_TRIES = 3  # of one round, of which the quickest counts: what interrupts only adds
OPTIMIZED, PLAIN, BARE = "optimized", "plain", "plain, no indexes"
LARGE, SMALL = "large", "small"
WITH, WITHOUT = "with", "without"
WRITE = "write"


@dataclass
class Times:
    """Seconds a call by (job, form, size or side), one a round."""

    seconds: dict[tuple[str, str, str], list[float]] = field(default_factory=dict)

    def add(self, job: str, form: str, where: str, seconds: float) -> None:
        """Adds what a call took in a round."""
        self.seconds.setdefault((job, form, where), []).append(seconds)


def measure(sites: Sites, rounds: int) -> Times:
    """Runs every job in every form, one after the other, again and again.

    Args:
        sites: where.
        rounds: how often; one more comes first, to fill caches, and does not count.
    """
    times = Times()
    chosen = {
        id(conn): {job: _chosen(conn, job) for job in PAIRS} for conn in (sites.large, sites.small)
    }
    of_crm = {job: _chosen(sites.crm, job) for job in FEATURES}
    writers = _chosen(sites.large, WRITE)
    for number in range(rounds + 1):
        told = times if number else Times()
        for conn in (sites.large, sites.small, sites.crm):
            tidy(conn)
        for job in PAIRS:
            _pair(sites, job, chosen, told)
        for job in FEATURES:
            _feature(sites, job, of_crm[job], told)
        _write(sites.large, writers, told)
    return times


def _pair(
    sites: Sites, job: str, chosen: Mapping[int, Mapping[str, Sequence[Any]]], told: Times
) -> None:
    plain = f"{job}.plain" if (_JOBS / f"{job}.plain.sql").exists() else ""
    of_large, of_small = chosen[id(sites.large)][job], chosen[id(sites.small)][job]
    few = of_large if job in _SETS else of_large[:_FEW]
    forms = (
        (OPTIMIZED, LARGE, sites.large, f"{job}.optimized", of_large),
        (PLAIN, LARGE, sites.large, plain, of_large),
        (BARE, LARGE, sites.bare, plain or f"{job}.optimized", few),
        (OPTIMIZED, SMALL, sites.small, f"{job}.optimized", of_small),
        (PLAIN, SMALL, sites.small, plain, of_small),
    )
    for form, size, conn, file, ids in forms:
        if file:
            calls = 1 if job in _SETS else len(ids)
            told.add(job, form, size, _call(conn, file, ids) / calls)


def _feature(sites: Sites, job: str, ids: Sequence[Any], told: Times) -> None:
    """Times both sides in turns, for their bar is narrower than the machine is steady."""
    sides = {WITH: sites.large, WITHOUT: sites.crm}
    least = dict.fromkeys(sides, float("inf"))
    for number in range(_TURNS):
        for side in sorted(sides, reverse=bool(number % 2)):
            least[side] = min(least[side], _call(sides[side], f"{job}.feature", ids))
    for side, seconds in least.items():
        told.add(job, "", side, seconds / len(ids))


def _call(conn: psycopg.Connection[Any], file: str, ids: Sequence[Any]) -> float:
    """Answers the seconds of one statement over all chosen ids."""
    query, values = _text(file), {"ids": list(ids)}
    job = file.split(".", maxsplit=1)[0]

    def act() -> None:
        conn.execute(query, values, prepare=True)

    tries = 1 if job in _SETS else _TRIES
    return min(_rolled_back(conn, act, keep=job in _KEPT) for _ in range(tries))


def _write(conn: psycopg.Connection[Any], ids: Sequence[Any], told: Times) -> None:
    insert, silence = _text("write.insert"), _text("write.silence")

    def enter() -> None:
        with conn.pipeline():
            for one in ids:
                conn.execute(insert, {"id": one}, prepare=True)

    def silent() -> None:
        conn.execute(silence)

    loud, quiet = [], []
    for _ in range(_TRIES):
        loud.append(_rolled_back(conn, enter))
        quiet.append(_rolled_back(conn, enter, before=silent))
    told.add(WRITE, "", WITH, min(loud) / len(ids))
    told.add(WRITE, "", WITHOUT, min(quiet) / len(ids))


def _rolled_back(
    conn: psycopg.Connection[Any],
    act: Callable[[], object],
    before: Callable[[], object] = lambda: None,
    *,
    keep: bool = False,
) -> float:
    with conn.transaction(force_rollback=not keep):
        before()
        begun = time.perf_counter()
        act()
        return time.perf_counter() - begun


def _chosen(conn: psycopg.Connection[Any], job: str) -> Sequence[Any]:
    found = conn.execute(_text(f"{job}.choose")).fetchall()[0][0]
    return tuple(found)


def _text(name: str) -> str:
    return (_JOBS / f"{name}.sql").read_text(encoding="utf-8")
