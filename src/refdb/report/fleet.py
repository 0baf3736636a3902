"""What a fleet came to: values, and their rows as plain text for a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refdb.errors import RefdbError

#: States that are told as they end, on stderr, because something went wrong.
BAD = ("failed", "interrupted")


@dataclass(frozen=True)
class FleetRow:
    """What one target of a fleet came to.

    Attributes:
        name: what the target is called.
        state: `applied`, `rolled back`, `up to date` (nothing was to be done), `planned` (a dry
            run), `failed`, `interrupted` (what was under way is undone) or `not begun`.
        number: migrations that are committed, or planned in a dry run.
        duration_ms: milliseconds that it took, waiting included.
        error: why it failed or what ended it.
    """

    name: str
    state: str
    number: int = 0
    duration_ms: float = 0.0
    error: RefdbError | None = None


@dataclass(frozen=True)
class FleetOutcome:
    """What a change of many targets came to.

    Attributes:
        rows: one for each target, in the fleet's order.
        interrupted: 0, or the exit code of the signal that interrupted it.
    """

    rows: tuple[FleetRow, ...]
    interrupted: int = 0

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


@dataclass(frozen=True)
class FleetStatus:
    """The state of every target of a fleet.

    Attributes:
        rows: one for each target, in the fleet's order.
        interrupted: 0, or the exit code of the signal that interrupted it.
    """

    rows: tuple[FleetState, ...]
    interrupted: int = 0

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


def tally(outcome: FleetOutcome) -> str:
    """Answers how many targets are in each state, in one line."""
    return _counted(Counter(one.state for one in outcome.rows), len(outcome.rows))


def tally_status(status: FleetStatus) -> str:
    """Answers how many targets are up to date, behind or out of reach, in one line."""
    return _counted(Counter(map(_standing, status.rows)), len(status.rows))


def _standing(row: FleetState) -> str:
    if row.error:
        return "failed"
    return "with problems" if row.problems else "behind" if row.pending else "up to date"


def _counted(counts: Counter[str], total: int) -> str:
    parts = ", ".join(f"{number} {state}" for state, number in counts.items())
    return f"{total} target{'' if total == 1 else 's'}: {parts}"
