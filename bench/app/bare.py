"""The access layer beside bare psycopg: one dashboard after another, without a cache.

The pool has one connection, as bare psycopg has: by turns on five, each call would meet another
server process, which is a matter of processors and not of this layer.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import psycopg

from referrals import Referrals, Settings, Tenant, queries
from referrals.reads import dashboard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.app.work import Student

_CALLS = 100
_SETTINGS = (
    "select set_config('app.organization_id', %s, true), set_config('app.user_id', '', true)"
)
_DASHBOARD = "select public.get_student_referral_dashboard(%s)::text"


@dataclass(frozen=True)
class Rates:
    """Seconds of a turn of each way, turn by turn."""

    layer: tuple[float, ...]
    same_query: tuple[float, ...]
    transaction: tuple[float, ...]

    def rate_beside(self, other: tuple[float, ...]) -> list[float]:
        """Answers how many calls the layer does while the other does one, for each turn."""
        return [theirs / ours for ours, theirs in zip(self.layer, other, strict=True)]

    def middle(self, other: tuple[float, ...]) -> float:
        """Answers the median of that."""
        return median(self.rate_beside(other))


def measure(url: str, students: Sequence[Student], turns: int) -> Rates:
    """Measures all three by turns.

    Args:
        url: the database.
        students: whose dashboards, cut to a turn's.
        turns: how many count; two more come first.
    """
    asked = students[:_CALLS]
    with (
        Referrals(Settings(url=url, tick=3600.0, pool_min=1, pool_max=1)) as app,
        psycopg.connect(url, autocommit=True) as conn,
    ):
        app.wait()
        access = app._access  # noqa: SLF001 - text is compared with text
        ways: list[Callable[[Student], object]] = [
            lambda one: dashboard(access, Tenant(one.organization_id), one.student_id),
            lambda one: _same_query(conn, one),
            lambda one: _transaction(conn, one),
        ]
        taken: list[list[float]] = [[], [], []]
        for number in range(-2, turns):
            for place in range(3) if number % 2 else reversed(range(3)):
                seconds = _turn(ways[place], asked)
                if number >= 0:
                    taken[place].append(seconds)
    return Rates(*map(tuple, taken))


def _turn(way: Callable[[Student], object], asked: Sequence[Student]) -> float:
    begun = time.perf_counter()
    for one in asked:
        way(one)
    return time.perf_counter() - begun


def _same_query(conn: psycopg.Connection, one: Student) -> object:
    values = {
        "tenant_organization": str(one.organization_id),
        "tenant_user": "",
        "student_id": one.student_id,
    }
    return conn.execute(queries.load("dashboard"), values, prepare=True).fetchone()


def _transaction(conn: psycopg.Connection, one: Student) -> object:
    with conn.transaction():
        conn.execute(_SETTINGS, [str(one.organization_id)], prepare=True)
        return conn.execute(_DASHBOARD, [one.student_id], prepare=True).fetchone()
