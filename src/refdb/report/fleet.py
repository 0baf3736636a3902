"""What a fleet came to: values, and their words for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from refdb.report.cells import Tabular
from refdb.report.durations import seconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.engine import Blocker
    from refdb.errors import RefdbError


@dataclass(frozen=True)
class FleetWait:
    """What a target of a fleet waits for while it is worked on.

    Attributes:
        name: what the target is called.
        id: the migration that waits; empty where none has begun.
        blockers: the sessions that it waits for, where they are known.
        runner: the other refdb that is waited for; empty for none.
    """

    name: str
    id: str = ""
    blockers: tuple[Blocker, ...] = ()
    runner: str = ""

    @property
    def is_over(self) -> bool:
        """Whether it goes on."""
        return not self.id and not self.runner

    @property
    def line(self) -> str:
        """What is told once, when the wait begins."""
        if self.runner:
            return f"{'waiting':<11} {self.name}: for another refdb: {self.runner}"
        names = [f"{one.who}, {one.state}" for one in self.blockers]
        more = f", and {len(names) - 1} more" if names[1:] else ""
        reason = f"for {names[0]}{more}" if names else "for a lock"
        return f"{'waiting':<11} {self.name}: {self.id} {reason}"


@dataclass(frozen=True)
class FleetRow:
    """What one target of a fleet came to.

    Attributes:
        name: what the target is called.
        state: `applied`, `rolled back`, `up to date` (nothing was to be done), `planned` (a dry
            run), `failed`, `interrupted` (what was under way is undone) or `not begun`.
        migrations: how many are committed, or planned in a dry run.
        duration_ms: milliseconds that it took, waiting included.
        error: why it failed or what ended it.
    """

    name: str
    state: str
    migrations: int = 0
    duration_ms: float = 0.0
    error: RefdbError | None = None

    @property
    def is_bad(self) -> bool:
        """Whether it is told on stderr: something went wrong, or did not end."""
        return self.state in {"failed", "interrupted"}

    @property
    def line(self) -> str:
        """What is told as soon as it ends."""
        number = f"{self.migrations} migration{'' if self.migrations == 1 else 's'}"
        said = [number if self.migrations else "", one_line(self.error)]
        shown = "; ".join(part for part in said if part)
        place = f"{self.name}: {shown}" if shown else self.name
        return f"{self.state:<11} {place}  ({seconds(self.duration_ms)})"

    @property
    def cells(self) -> tuple[str, ...]:
        """Its row in a table."""
        time = seconds(self.duration_ms) if self.state != "not begun" else ""
        return (self.name, self.state, str(self.migrations), time, one_line(self.error))


@dataclass(frozen=True)
class FleetOutcome(Tabular):
    """What a change of many targets came to.

    Attributes:
        direction: `apply` or `rollback`.
        rows: one for each target, in the fleet's order.
        interrupted: 0, or the exit code of the signal that interrupted it.
    """

    direction: str
    rows: tuple[FleetRow, ...]
    interrupted: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of its table."""
        number = "applied" if self.direction == "apply" else "rolled back"
        return ("target", "state", number, "time", "error")

    @property
    def tally(self) -> str:
        """How many targets are in each state, in one line."""
        return _counted(one.state for one in self.rows)

    @property
    def exit_code(self) -> int:
        """0 when all is well, the interruption's, or the worst of the failures'."""
        return self.interrupted or worst(self.rows)


@dataclass(frozen=True)
class FleetState:
    """What the ledger of one target of a fleet says.

    Attributes:
        name: what the target is called.
        applied: how many migrations are applied.
        pending: how many are not.
        first_pending: the first of those; empty when there is none.
        problems: what needs a person, such as `1 edited`.
        error: why nothing is known of it.
    """

    name: str
    applied: int = 0
    pending: int = 0
    first_pending: str = ""
    problems: tuple[str, ...] = ()
    error: RefdbError | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Its row in a table."""
        problems = ", ".join(self.problems) or one_line(self.error)
        if self.error:
            return (self.name, "", "", "", problems)
        return (self.name, str(self.applied), str(self.pending), self.first_pending, problems)

    @property
    def standing(self) -> str:
        """Where it stands, in a word or two."""
        if self.error:
            return "failed"
        return "with problems" if self.problems else "behind" if self.pending else "up to date"


@dataclass(frozen=True)
class FleetStatus(Tabular):
    """The state of every target of a fleet.

    Attributes:
        rows: one for each target, in the fleet's order.
        interrupted: 0, or the exit code of the signal that interrupted it.
    """

    columns: ClassVar = ("target", "applied", "pending", "first pending", "problems")

    rows: tuple[FleetState, ...]
    interrupted: int = 0

    @property
    def tally(self) -> str:
        """How many targets are up to date, behind or out of reach, in one line."""
        return _counted(one.standing for one in self.rows)

    @property
    def exit_code(self) -> int:
        """0 when all could be looked at, the interruption's, or the worst of the failures'."""
        return self.interrupted or worst(self.rows)


def worst(rows: tuple[FleetRow, ...] | tuple[FleetState, ...]) -> int:
    """Answers the highest exit code among the errors, 0 when there are none."""
    return max((one.error.exit_code for one in rows if one.error), default=0)


def one_line(error: RefdbError | None) -> str:
    """Answers an error's place and message in one line; nothing when there is none."""
    if error is None:
        return ""
    more = f" (and {len(error.also)} more)" if error.also else ""
    return " ".join(str(error).split("\n")[0].split()) + more


def _counted(states: Iterable[str]) -> str:
    counts = Counter(states)
    total = counts.total()
    parts = ", ".join(f"{number} {state}" for state, number in counts.items())
    return f"{total} target{'' if total == 1 else 's'}: {parts}"
