"""Who may begin: the canaries alone, then so many at once, nobody after too many failures. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from refdb.errors import BadRequestError


@dataclass(frozen=True)
class Rule:
    """How a fleet is gone through.

    Attributes:
        canary: how many of the first targets must end well before any other begins.
        parallel: how many are worked on at once, canaries too.
        max_failures: how many may fail before no new one begins; None for any number.

    Raises:
        BadRequestError: a number is too small.
    """

    canary: int = 1
    parallel: int = 4
    max_failures: int | None = 0

    def __post_init__(self) -> None:
        least = {"canary": 0, "parallel": 1, "max_failures": 0}
        for name, number in least.items():
            given = getattr(self, name)
            if given is not None and given < number:
                option = name.replace("_", "-")
                hint = f"Write --{option} {number} or more."
                raise BadRequestError(f"--{option}: {given} is too few", hint=hint)


@dataclass(frozen=True)
class Progress:
    """How far a fleet is.

    Attributes:
        total: how many targets there are.
        begun: how many have begun, those that have ended included; always the first ones.
        ended: how many have ended.
        failed: the places of those that failed, counted from 0.
    """

    total: int
    begun: int = 0
    ended: int = 0
    failed: frozenset[int] = frozenset()


def may_begin(rule: Rule, progress: Progress) -> int:
    """Answers how many more targets may begin now."""
    if _is_stopped(rule, progress):
        return 0
    # Only canaries have begun until all of them have ended.
    is_probing = progress.ended < rule.canary
    last = min(rule.canary, progress.total) if is_probing else progress.total
    free = rule.parallel - (progress.begun - progress.ended)
    return max(0, min(free, last - progress.begun))


def _is_stopped(rule: Rule, progress: Progress) -> bool:
    if any(place < rule.canary for place in progress.failed):
        return True
    return rule.max_failures is not None and len(progress.failed) > rule.max_failures
