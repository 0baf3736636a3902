"""Parts of the gate, what became of each, and what follows from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from refdb.errors import CannotConnectError, MissingPartError, RefdbError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from refdb.findings import Finding


class Answer(Protocol):
    """What a check answers."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What it found."""


@dataclass(frozen=True)
class Nothing:
    """The answer of a check that has nothing to look at.

    Attributes:
        reason: why, such as that the tree has no contract.
    """

    reason: str

    @property
    def findings(self) -> Sequence[Finding]:
        """None."""
        return ()


@dataclass(frozen=True)
class Part:
    """One check of the gate.

    Attributes:
        name: its name, such as `prove`.
        look: looks; raises RefdbError where it cannot.
        weight: about how long it takes, beside the others: the longest is begun first.
    """

    name: str
    look: Callable[[], Answer]
    weight: float = 1.0


class State(Enum):
    """What became of a part.

    Attributes:
        PASSED: it found nothing.
        FAILED: it found something.
        EMPTY: there is nothing that it could look at.
        BLIND: it could not look: a server or a program that it needs is not here.
        ERROR: it could not look, because a file, the request or a statement is wrong.
    """

    PASSED = "passed"
    FAILED = "failed"
    EMPTY = "nothing"
    BLIND = "not checked"
    ERROR = "error"


@dataclass(frozen=True)
class Ended:
    """What became of a part.

    Attributes:
        name: the part's.
        answer: what it answered; None where it could not look.
        error: why it could not.
        duration_ms: milliseconds that it took.
    """

    name: str
    answer: Answer | None = None
    error: RefdbError | None = None
    duration_ms: float = 0.0

    @property
    def state(self) -> State:
        """What became of it."""
        if self.error:
            is_blind = isinstance(self.error, MissingPartError | CannotConnectError)
            return State.BLIND if is_blind else State.ERROR
        if isinstance(self.answer, Nothing):
            return State.EMPTY
        return State.FAILED if self.findings else State.PASSED

    @property
    def findings(self) -> Sequence[Finding]:
        """What it found."""
        return self.answer.findings if self.answer else ()

    def code(self, *, strict: bool) -> int:
        """Answers the exit code that it alone would end with.

        Args:
            strict: whether what could not be looked at is a failure.
        """
        if self.state is State.BLIND and not strict:
            return 0
        return self.error.exit_code if self.error else int(self.state is State.FAILED)


@dataclass(frozen=True)
class Fix:
    """What to do about the first failure.

    Attributes:
        part: the part that failed.
        place: where, `file:line:column` or an object.
        rule: the rule that is broken; empty for an error.
        message: what is wrong.
        hint: what to type next.
    """

    part: str
    place: str
    rule: str
    message: str
    hint: str


def exit_code(parts: Iterable[Ended], *, strict: bool) -> int:
    """Answers the worst exit code of all parts.

    Args:
        parts: what became of them.
        strict: whether what could not be looked at is a failure.
    """
    return max((one.code(strict=strict) for one in parts), default=0)


def first_fix(parts: Iterable[Ended], *, strict: bool) -> Fix | None:
    """Answers what to do about the first failure of the first part that failed.

    Of its findings the worst comes first, and one that says what to do before one that does not.

    Args:
        parts: what became of them, in the order in which they are to be mended.
        strict: whether what could not be looked at is a failure.
    """
    for one in parts:
        if not one.code(strict=strict):
            continue
        if one.error:
            return Fix(one.name, one.error.place, "", one.error.message, one.error.hint)
        worst = min(one.findings, key=lambda found: (-found.level, not found.hint))
        numbers = [str(number) for number in (worst.line, worst.column) if number]
        place = ":".join((worst.file, *numbers)) if worst.file else worst.object
        return Fix(one.name, place, worst.rule, worst.message, worst.hint)
    return None
