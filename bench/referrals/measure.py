"""What is compared with what, round by round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg

from bench.referrals.sites import tidy
from bench.referrals.turns import Side, Times, exists, run_block, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.referrals.sites import Sites

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
#: Calls for one referral, one student or one leaderboard.
SINGLE = ("points", "dashboard", "leaderboard", "lookup")
#: A call of these is one set, not one a chosen id; what it writes is rolled back.
_SETS = ("bulk", "campaign")
_FEW = 10  # calls of a plain form without indexes, which reads whole tables each time
#: How often a turn calls with the same ids: a hundred calls of 10 µs are over in a millisecond, and
#: a process that is put aside once in it is a tenth slower.
_AGAIN = {"lookup": 20}
OPTIMIZED, PLAIN, BARE = "optimized", "plain", "plain, no indexes"
LARGE, SMALL = "large", "small"
WITH, WITHOUT = "with", "without"
WRITE = "write"
#: Comparisons: by size, with what was there before, with the CRM alone, with triggers or not.
SIZE, GAIN, IMPACT, WRITING = "size", "gain", "impact", "writing"


@dataclass(frozen=True)
class Turns:
    """How many turns a block has, and how many blocks a round.

    Attributes:
        size: turns of single calls, large and small.
        sets: of sets in every form.
        features: of the CRM's features; their bar is narrow, so they have blocks too.
        blocks: of the features, a round.
        writing: of inserts.
        warm: that come first in a block and do not count; more than the five executions after
            which the server may keep a plan.
    """

    size: int = 14
    sets: int = 4
    features: int = 30
    blocks: int = 3
    writing: int = 6
    warm: int = 6


def measure(sites: Sites, rounds: int, turns: Turns) -> Times:
    """Runs every comparison, again and again.

    Args:
        sites: where.
        rounds: how often; one more comes first, to fill caches, and does not count.
        turns: of each comparison in a round.
    """
    times = Times()
    chosen = {url: _chosen(url, tuple(PAIRS)) for url in (sites.large, sites.small)}
    of_crm = _chosen(sites.crm, tuple(FEATURES))
    writers = _chosen(sites.large, (WRITE,))[WRITE]
    for number in range(rounds + 1):
        told = times if number else Times()
        for url in (sites.large, sites.bare, sites.small, sites.crm):
            tidy(url)
        for job in SINGLE:
            _single(sites, job, chosen, told, turns)
        for job in FEATURES:
            for _ in range(turns.blocks):
                sides = _feature(sites, job, of_crm[job])
                told.add(IMPACT, run_block(sides, turns.features, turns.warm))
        # Last, because what they roll back lies about until it is tidied away.
        for job in _SETS:
            told.add(GAIN, run_block(_set(sites, job, chosen), turns.sets, 1))
        told.add(WRITING, run_block(_write(sites, writers), turns.writing, 1))
    return times


def _single(
    sites: Sites,
    job: str,
    chosen: Mapping[str, Mapping[str, Sequence[Any]]],
    told: Times,
    turns: Turns,
) -> None:
    """Compares the sizes in many turns, and with whole tables read in one."""
    again = _AGAIN.get(job, 1)
    of_large, of_small = (list(chosen[url][job]) * again for url in (sites.large, sites.small))
    by_size = [
        _reader((job, OPTIMIZED, LARGE), sites.large, f"{job}.optimized", of_large),
        _reader((job, OPTIMIZED, SMALL), sites.small, f"{job}.optimized", of_small),
    ]
    plain = f"{job}.plain"
    gain = [by_size[0]]
    if exists(plain):
        by_size.append(_reader((job, PLAIN, SMALL), sites.small, plain, of_small))
        gain.append(_reader((job, PLAIN, LARGE), sites.large, plain, of_large))
    file = plain if exists(plain) else f"{job}.optimized"
    gain.append(_reader((job, BARE, LARGE), sites.bare, file, of_large[:_FEW]))
    told.add(SIZE, run_block(by_size, turns.size, turns.warm))
    told.add(GAIN, run_block(gain, 1, 0))


def _reader(key: tuple[str, str, str], url: str, file: str, ids: Sequence[Any]) -> Side:
    return Side(key, url, file, ids, len(ids))


def _set(
    sites: Sites, job: str, chosen: Mapping[str, Mapping[str, Sequence[Any]]]
) -> Sequence[Side]:
    return [
        Side((job, form, size), url, f"{job}.{file}", ids, 1, is_undone=True)
        for form, file, size, url, ids in (
            (OPTIMIZED, "optimized", LARGE, sites.large, chosen[sites.large][job]),
            (PLAIN, "plain", LARGE, sites.large, chosen[sites.large][job]),
            (BARE, "plain", LARGE, sites.bare, chosen[sites.large][job]),
            (OPTIMIZED, "optimized", SMALL, sites.small, chosen[sites.small][job]),
            (PLAIN, "plain", SMALL, sites.small, chosen[sites.small][job]),
        )
    ]


def _feature(sites: Sites, job: str, ids: Sequence[Any]) -> Sequence[Side]:
    return [
        _reader((job, "", WITH), sites.large, f"{job}.feature", ids),
        _reader((job, "", WITHOUT), sites.crm, f"{job}.feature", ids),
    ]


def _write(sites: Sites, ids: Sequence[Any]) -> Sequence[Side]:
    return [
        Side(
            (WRITE, "", side),
            sites.large,
            "write.insert",
            ids,
            len(ids),
            before=before,
            is_undone=True,
            is_piped=True,
        )
        for side, before in ((WITH, ""), (WITHOUT, "write.silence"))
    ]


def _chosen(url: str, jobs: Sequence[str]) -> Mapping[str, Sequence[Any]]:
    with psycopg.connect(url, autocommit=True) as conn:
        return {job: tuple(conn.execute(text(f"{job}.choose")).fetchall()[0][0]) for job in jobs}
