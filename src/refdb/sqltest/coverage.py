"""Which statements and branches of PL/pgSQL functions ran. Pure: asks no server."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_BODY = "body"


class Step(NamedTuple):
    """One statement of a function, and how often it ran in one session.

    Attributes:
        id: its number in the function.
        parent: the number of the statement that it stands in; None for the outermost block.
        note: what it is there: `then body`, `elsif 1`, `else body`, `loop body`, `exception 1` …
        place: which of the statements in that body it is, counted from 1.
        line: its line in the function's body, counted from 1.
        name: what kind of statement it is, as plpgsql_check names it.
        runs: how often it ran.
    """

    id: int
    parent: int | None
    note: str
    place: int
    line: int
    name: str
    runs: int


class Branch(NamedTuple):
    """One of the ways that a function can take.

    Attributes:
        line: the line in the file of the statement that chooses.
        name: which way, such as `then`, `else`, `elsif 1`, `case when 2`, `loop`, `exception 1`.
        taken: how often it was taken.
    """

    line: int
    name: str
    taken: int


@dataclass(frozen=True)
class Routine:
    """A PL/pgSQL function and what of it ran.

    Attributes:
        name: the function with the types of its arguments.
        file: the file that defines it; empty where no file of the tree does.
        line: the file's line on which its definition begins; 0 without a file.
        body: the file's line on which its body begins; 1 without a file.
        steps: its statements.
    """

    name: str
    file: str
    line: int
    body: int
    steps: tuple[Step, ...]

    @property
    def calls(self) -> int:
        """How often it was called."""
        return self.steps[0].runs if self.steps else 0

    @cached_property
    def lines(self) -> dict[int, int]:
        """For each line of the file that statements begin on, how often all of them ran."""
        runs: dict[int, int] = {}
        for one in self.steps[1:]:  # the outermost block is no work of its own
            line = self.body + one.line - 1
            runs[line] = min(runs.get(line, one.runs), one.runs)
        return dict(sorted(runs.items()))

    @property
    def missed(self) -> tuple[int, ...]:
        """The lines of the file that did not run."""
        return tuple(line for line, runs in self.lines.items() if not runs)

    @cached_property
    def branches(self) -> tuple[Branch, ...]:
        """The ways that it can take, in order."""
        return tuple(_branches(self))

    @property
    def missed_branches(self) -> tuple[Branch, ...]:
        """The ways that were not taken."""
        return tuple(one for one in self.branches if not one.taken)


@dataclass(frozen=True)
class Coverage:
    """What of a schema's functions ran.

    Attributes:
        routines: the PL/pgSQL functions, by name.
        unmeasured: how many functions in other languages there are, of which nothing is known.
    """

    routines: tuple[Routine, ...]
    unmeasured: int = 0

    @property
    def lines(self) -> tuple[int, int]:
        """Lines that ran, and all that can."""
        total = sum(len(one.lines) for one in self.routines)
        return total - sum(len(one.missed) for one in self.routines), total

    @property
    def branches(self) -> tuple[int, int]:
        """Branches that were taken, and all."""
        total = sum(len(one.branches) for one in self.routines)
        return total - sum(len(one.missed_branches) for one in self.routines), total

    @property
    def percent(self) -> float:
        """The percentage of lines that ran; 100 where there is none."""
        ran, total = self.lines
        return percent(ran, total)


def percent(part: int, whole: int) -> float:
    """Answers a percentage; 100 of nothing."""
    return 100 * part / whole if whole else 100.0


def merged(profiles: Iterable[Mapping[str, Sequence[Step]]]) -> dict[str, tuple[Step, ...]]:
    """Answers the profiles of several sessions as one: how often statements ran is added up."""
    runs: defaultdict[str, Counter[int]] = defaultdict(Counter)
    shapes: dict[str, Sequence[Step]] = {}
    for profile in profiles:
        for name, steps in profile.items():
            shapes[name] = steps
            runs[name].update({one.id: one.runs for one in steps})
    return {
        name: tuple(one._replace(runs=runs[name][one.id]) for one in steps)
        for name, steps in shapes.items()
    }


def _branches(routine: Routine) -> Iterator[Branch]:
    below: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for one in routine.steps:
        if one.parent is not None and one.place == 1:
            below[one.parent][one.note] = one.runs
    for one in routine.steps:
        ways = below.get(one.id, {})
        line = routine.body + one.line - 1
        chosen = {note: runs for note, runs in ways.items() if note != _BODY}
        for note, runs in chosen.items():
            yield Branch(line, note.removesuffix(" body"), runs)
        if one.name == "IF" and "else body" not in ways:
            yield Branch(line, "else", max(one.runs - sum(chosen.values()), 0))
