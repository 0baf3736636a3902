"""Repeats what others or a lost connection undid, for work that is the same when done twice."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, TypeVar

import tenacity
from psycopg_pool import PoolTimeout

from referrals.database.failures import is_conflict, is_unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
#: Seconds: the first pause is at most so long, each next one at most twice as long. Drawn by lot,
#: so that two that deadlocked do not meet again.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.5
_TWICE = 2


def repeatedly(
    work: Callable[[], T], *, attempts: int, repair: Callable[[], None], seconds: float
) -> T:
    """Answers what the work gives, repeated after conflicts and lost connections.

    Args:
        work: what is done; as if once, however often.
        attempts: how often it is tried at most.
        repair: runs before a repeat after a lost connection.
        seconds: after which it is not tried again.
    """
    # The first try stands alone: to get ready for repeats takes longer than some queries.
    try:
        return work()
    except Exception as error:
        if attempts < _TWICE or not _is_worth_it(error):
            raise
        _repair_after(error, repair)
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception(_is_worth_it),
        wait=tenacity.wait_random_exponential(multiplier=_FIRST_PAUSE, max=_LONGEST_PAUSE),
        stop=tenacity.stop_after_attempt(attempts - 1) | tenacity.stop_after_delay(seconds),
        before_sleep=lambda state: _repair_after(
            state.outcome.exception() if state.outcome else None, repair
        ),
        reraise=True,
    )
    time.sleep(random.uniform(0, _FIRST_PAUSE))  # noqa: S311 - no secret
    return retrying(work)


def _repair_after(error: BaseException | None, repair: Callable[[], None]) -> None:
    if error is not None and is_unreachable(error):
        repair()


def _is_worth_it(error: BaseException) -> bool:
    """A pool that had no connection for its whole timeout has none a moment later."""
    return is_conflict(error) or (is_unreachable(error) and not isinstance(error, PoolTimeout))
