"""A circuit breaker that many threads pass at once.

pybreaker's own `call` holds its lock for as long as the work takes, so that callers would queue
before a healthy server. Here it is asked and told before and after the work; only the one trial
that an open breaker lets through runs inside of it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal, TypeVar, cast

import pybreaker

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
State = Literal["closed", "open", "half-open"]


class OpenError(Exception):
    """The breaker is open: the work was not tried."""


class Breaker:
    """Leaves a server in peace after failures in a row, and tries it again after a pause.

    Args:
        failures: how many in a row.
        pause: seconds before one call may try again; the others go on being refused.
        is_failure: which exceptions count; the others are answers.
    """

    def __init__(
        self, failures: int, pause: float, is_failure: Callable[[BaseException], bool]
    ) -> None:
        self._is_failure = is_failure
        self._trial = threading.Lock()
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=failures, reset_timeout=pause, throw_new_error_on_trip=False
        )
        self.opened = 0

    @property
    def state(self) -> State:
        """Whether calls pass, as a word."""
        return cast("State", self._breaker.current_state)

    def call(self, work: Callable[[], T]) -> T:
        """Answers what the work gives.

        Raises:
            OpenError: it was not tried.
        """
        if self._breaker.current_state == pybreaker.STATE_CLOSED:
            return self._watched(work)
        if not self._trial.acquire(blocking=False):
            raise OpenError
        try:
            return self._tried(work)
        finally:
            self._trial.release()

    def fail(self) -> None:
        """Counts a failure that raised nothing, such as an answer that came late."""
        self._tell(_SlowError())

    def _watched(self, work: Callable[[], T]) -> T:
        try:
            done = work()
        except BaseException as error:
            if self._is_failure(error):
                self._tell(error)
            raise
        if self._breaker.fail_counter:
            self._tell(None)
        return done

    def _tried(self, work: Callable[[], T]) -> T:
        """Runs the trial; an answer that says no is a sign of health as well."""
        kept: list[Exception] = []

        def trial() -> T | None:
            try:
                return work()
            except Exception as error:
                if self._is_failure(error):
                    raise
                kept.append(error)
                return None

        try:
            done = self._breaker.call(trial)
        except pybreaker.CircuitBreakerError:
            raise OpenError from None
        if kept:
            raise kept[0]
        return cast("T", done)

    def _tell(self, error: BaseException | None) -> None:
        def report() -> None:
            if error is not None:
                raise _ToldError

        # What began before it opened says nothing about the server of now.
        if self._breaker.current_state != pybreaker.STATE_CLOSED:
            return
        try:
            self._breaker.call(report)
        except (_ToldError, pybreaker.CircuitBreakerError):
            self.opened += self._breaker.current_state != pybreaker.STATE_CLOSED


class _ToldError(Exception):
    """Stands for a failure that its caller gets itself."""


class _SlowError(Exception):
    """Stands for an answer that came too late."""
