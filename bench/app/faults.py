"""How long calls are held up by a Redis that stands still."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from referrals import Referrals, Settings, Tenant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.app.sites import Sites
    from bench.app.work import Student
    from referrals.cache.store import Budget

#: Seconds between the calls: the breaker tries Redis again each second, so several trials are met.
_PAUSE = 0.02


def measure(sites: Sites, calls: int) -> tuple[float, ...]:
    """Answers the seconds that each call spent on a still Redis, with the default settings."""
    spent: list[Budget] = []
    settings = Settings(url=sites.urls[0], redis_url=sites.redis_url, tick=3600.0)
    with Referrals(settings) as app:
        app.wait()
        store = app._cached.store if app._cached else None  # noqa: SLF001 - what is measured
        assert store is not None  # noqa: S101 - there is a Redis
        begin = store.budget

        def watched() -> Budget:
            spent.append(begin())
            return spent[-1]

        store.budget = watched  # type: ignore[method-assign]
        os.kill(sites.redis_pid, signal.SIGSTOP)
        try:
            _ask(app, sites.students, calls)
        finally:
            os.kill(sites.redis_pid, signal.SIGCONT)
    return tuple(one.spent for one in spent)


def _ask(app: Referrals, students: Sequence[Student], calls: int) -> None:
    for number in range(calls):
        one = students[number % len(students)]
        app.dashboard(Tenant(one.organization_id), one.student_id)
        time.sleep(_PAUSE)
