"""A bulkhead: so many calls of a kind at a time, so many that wait, and no more."""

from __future__ import annotations

import threading

from referrals.errors import OverloadedError


class Bulkhead:
    """Keeps calls of one kind from taking what the other kinds need.

    Args:
        kind: what the calls are, for the error.
        width: how many may be under way.
        waiting: how many more may wait.
        patience: seconds that each of them waits.
    """

    def __init__(self, kind: str, width: int, waiting: int, patience: float) -> None:
        self._kind = kind
        self._free = threading.BoundedSemaphore(width)
        self._queue = threading.BoundedSemaphore(width + waiting)
        self._patience = patience
        self.refused = 0

    def __enter__(self) -> None:
        """Lets a call through.

        Raises:
            OverloadedError: too many wait already, or it waited for too long.
        """
        if not self._queue.acquire(blocking=False):
            self._refuse()
        if not self._free.acquire(timeout=self._patience):
            self._queue.release()
            self._refuse()

    def __exit__(self, *_: object) -> None:
        self._free.release()
        self._queue.release()

    def _refuse(self) -> None:
        self.refused += 1
        raise OverloadedError(
            f"too many {self._kind} at once", hint="Try again later, or allow more of them."
        )
