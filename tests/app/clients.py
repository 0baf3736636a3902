"""A process with many clients of one dashboard; what it is told comes on its standard input."""

from __future__ import annotations

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from referrals import Referrals, Settings, Tenant
from referrals import reads as made_by_the_database

if TYPE_CHECKING:
    from collections.abc import Callable

_made: list[None] = []


def main() -> None:
    """Makes ready, says so, waits, lets all clients ask at once, says what they got."""
    given = json.loads(sys.stdin.readline())
    settings = Settings(
        url=given["url"],
        redis_url=given["redis_url"],
        pool_min=1,
        tick=3600.0,
        redis_timeout=5.0,
        rebuild_seconds=30.0,
    )
    tenant, threads = Tenant(given["organization"]), given["threads"]
    with Referrals(settings) as app, ThreadPoolExecutor(threads) as pool:
        app.wait()
        start = threading.Barrier(threads)
        list(pool.map(lambda _: start.wait(), range(threads)))
        _slow_down()
        _say("ready")
        for word in map(str.strip, sys.stdin):
            if word == "end":
                break
            if word == "fill":
                _fill(app, tenant, given["student"])
            else:
                _ask(app, lambda _: _one(start, app, tenant, given["student"]), pool, threads)


def _fill(app: Referrals, tenant: Tenant, student: str) -> None:
    for _ in range(2):
        app.dashboard(tenant, student)
    _say("filled")


def _one(start: threading.Barrier, app: Referrals, tenant: Tenant, student: str) -> str:
    start.wait()
    return repr(app.dashboard(tenant, student))


def _ask(app: Referrals, one: Callable[[int], str], pool: ThreadPoolExecutor, threads: int) -> None:
    made, stale = len(_made), app.counters().stale
    answers = list(pool.map(one, range(threads)))
    told = {
        "answers": sorted(set(answers)),
        "served": len(answers),
        "made": len(_made) - made,
        "stale": app.counters().stale - stale,
    }
    _say(json.dumps(told))


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _slow_down() -> None:
    """Lets the answer take longer to make, so that all are there while the first one makes it."""
    quick = made_by_the_database.dashboard

    def slow(*arguments: object) -> str:
        _made.append(None)
        threading.Event().wait(0.5)
        return quick(*arguments)

    made_by_the_database.dashboard = slow


main()
