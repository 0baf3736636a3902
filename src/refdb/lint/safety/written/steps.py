"""The steps that a statement is written anew as, and the files that they are put into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: How a step runs: with its neighbours in one transaction, in none, or repeated.
TOGETHER, ALONE, REPEATED = "together", "alone", "repeated"


@dataclass(frozen=True)
class Step:
    """A part of what takes a statement's place.

    Attributes:
        text: its statements, without the last semicolon.
        how: TOGETHER, ALONE or REPEATED.
        is_later: it must not be in the transaction of the steps before it.
        undo: what takes it back, in this order; empty where the migration's rollback does.
        word: what it does, for the name of a file.
        loses: what taking it back loses.
    """

    text: str
    how: str = TOGETHER
    is_later: bool = False
    undo: tuple[str, ...] = ()
    word: str = ""
    loses: str = "nothing"


@dataclass(frozen=True)
class Instead:
    """What is written instead of a statement.

    Attributes:
        steps: in their order.
        takes_back: what the migration's rollback has for the statement, as the steps' own undo has
            it now: `drop index NAME`, `drop constraint NAME`, `drop not null NAME`.
        is_mechanical: whether `--fix` may write it; else a person must look.
        note: what a person must know first.
    """

    steps: tuple[Step, ...]
    takes_back: tuple[str, ...] = ()
    is_mechanical: bool = True
    note: str = ""

    @property
    def hint(self) -> str:
        """Answers it as something to paste."""
        groups = list(grouped(self.steps))
        said = [_hinted(number, group) for number, group in enumerate(groups)]
        first = self.steps[0]
        is_own = first.is_later or first.how != TOGETHER
        head = "Instead, in a migration of its own:" if is_own else "Instead:"
        head = head if len(said) == 1 else "Instead, in a migration each:"
        return "\n".join(filter(None, (self.note, head, *said)))


def _hinted(number: int, group: Sequence[Step]) -> str:
    head = header(group[0].how)
    between = "\n" if number else ""
    return (
        between + "".join(f"{line}\n" for line in head) + "\n".join(f"{one.text};" for one in group)
    )


def header(how: str) -> tuple[str, ...]:
    """Answers the lines of a migration's header that its steps need."""
    if how == ALONE:
        return ("-- transactional: false",)
    if how == REPEATED:
        return ("-- repeat: until 0 rows",)
    return ()


def grouped(steps: Iterable[Step]) -> Iterator[tuple[Step, ...]]:
    """Answers the steps by the file that they are put into."""
    group: list[Step] = []
    for one in steps:
        is_apart = one.how == REPEATED or (one.is_later and one.how == TOGETHER)
        if group and (is_apart or group[-1].how != one.how):
            yield tuple(group)
            group = []
        if one.how == TOGETHER and one.is_later and group:
            yield tuple(group)
            group = []
        group.append(one)
    if group:
        yield tuple(group)
