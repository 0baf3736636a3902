"""Short tries for a lock: a migration that cannot have it steps back and lets others go on."""

from __future__ import annotations

import random
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, NamedTuple

from refdb.errors import StatementFailedError
from refdb.late import late

with late():
    from refdb.engine import blockers as blocking

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.db import Connection
    from refdb.engine.blockers import Blocker
    from refdb.engine.listener import Listener

# lock_not_available, deadlock_detected: nothing is wrong with the migration itself.
_OTHERS_ARE_AT_WORK = ("55P03", "40P01")
_FIRST_PAUSE = 0.2  # seconds
_LONGEST_PAUSE = 5.0  # seconds


class Waiting(NamedTuple):
    """A migration that could not have a lock and will be tried again.

    Attributes:
        id: the migration.
        attempt: how many times it was tried.
        attempts: how many times it will be tried at the most.
        pause_s: seconds until the next try.
        blockers: who had the lock, as seen last; nobody was looked for at the first try.
    """

    id: str
    attempt: int
    attempts: int
    pause_s: float
    blockers: tuple[Blocker, ...]


def repeated(
    run: Callable[[], None],
    conn: Connection,
    migration_id: str,
    attempts: int,
    listener: Listener,
) -> None:
    """Runs something until it gets its locks, a limited number of times.

    Args:
        run: what to run; it leaves nothing behind when it fails.
        conn: the connection it runs on.
        migration_id: what it is, for the listener.
        attempts: how many times at the most.
        listener: told of each try that will be followed by another.

    Raises:
        StatementFailedError: the last try failed, or one failed for another reason than a lock;
            its hint names the blockers.
    """
    for attempt in range(1, attempts + 1):
        with _watched(conn, attempt, attempts) as blockers:
            try:
                return run()
            except StatementFailedError as error:
                failure = error
        if failure.sqlstate not in _OTHERS_ARE_AT_WORK:
            raise failure
        if attempt == attempts:
            raise _given_up(failure, attempts, blockers)
        pause = _pause(attempt)
        listener.on_wait(Waiting(migration_id, attempt, attempts, pause, tuple(blockers)))
        time.sleep(pause)
    return None


def _watched(
    conn: Connection,
    attempt: int,
    attempts: int,
) -> AbstractContextManager[list[Blocker]]:
    # The first try is the rule, and a thread beside it would cost more than most migrations do.
    nobody: list[Blocker] = []
    return nullcontext(nobody) if attempt == 1 < attempts else blocking.watched(conn)


def _pause(attempt: int) -> float:
    """Doubled with each try, and never the same for two runners that wait for each other."""
    longest = min(_FIRST_PAUSE * 2.0 ** (attempt - 1), _LONGEST_PAUSE)
    share = random.uniform(0.5, 1.0)  # noqa: S311 - no secret depends on it
    return longest * share


def _given_up(
    error: StatementFailedError,
    attempts: int,
    blockers: list[Blocker],
) -> StatementFailedError:
    return _advised(
        error,
        blockers,
        f"Tried {attempts} times; the migration left nothing behind. "
        "End what blocks it, or give it more: lock_timeout and lock_attempts under [apply].",
    )


def kept_from_lock(error: StatementFailedError, blockers: list[Blocker]) -> StatementFailedError:
    """Answers the error of a statement that is tried once; its hint names who blocked it.

    Args:
        error: what the server said; it is left as it is where it is not about locks.
        blockers: who was seen last.
    """
    if error.sqlstate not in _OTHERS_ARE_AT_WORK:
        return error
    return _advised(
        error,
        blockers,
        "Run the command again: it takes away what an index build left, and goes on. "
        "Without `-- lock_timeout` on top of the file it waits for as long as others need.",
    )


def _advised(
    error: StatementFailedError,
    blockers: list[Blocker],
    advice: str,
) -> StatementFailedError:
    said = [error.hint, *(f"Blocked by {one}." for one in blockers), advice]
    error.hint = " ".join(part for part in said if part)
    return error
