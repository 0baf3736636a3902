"""What a proof came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refdb.diff import Change
    from refdb.errors import RefdbError
    from refdb.prove.rows import Loss
    from refdb.tree import Migration


class Verdict(Enum):
    """What is true of a migration and its rollback.

    Attributes:
        REVERSIBLE: up and down leaves everything as it was, and up again gives the same.
        PHYSICAL: the order of a table's columns is another one; nothing else.
        COSMETIC: white space or comments of a body differ; nothing else.
        IRREVERSIBLE: its header says that it cannot be rolled back, and why.
        LOSES_DATA: data goes that the rollback's header does not name.
        NOT_REVERSIBLE: something is not as it was.
        ROLLBACK_FAILS: the server refuses a statement of the rollback.
        APPLY_FAILS: the server refuses a statement of the migration.
        NO_ROLLBACK: there is no rollback, or none that does anything.
    """

    REVERSIBLE = "reversible"
    PHYSICAL = "physical only"
    COSMETIC = "cosmetic"
    IRREVERSIBLE = "irreversible"
    LOSES_DATA = "loses data"
    NOT_REVERSIBLE = "not reversible"
    ROLLBACK_FAILS = "rollback fails"
    APPLY_FAILS = "apply fails"
    NO_ROLLBACK = "no rollback"

    @property
    def is_good(self) -> bool:
        """Whether nothing is to be mended."""
        return self in _GOOD


_GOOD = (Verdict.REVERSIBLE, Verdict.PHYSICAL, Verdict.COSMETIC, Verdict.IRREVERSIBLE)


@dataclass(frozen=True)
class Proof:
    """What was found out about one migration.

    Attributes:
        migration: the migration.
        verdict: what is true of it.
        changes: what differs from before after up and down.
        again: what differs from the first after when it is applied again.
        losses: data that is lost and not named, or that is left behind.
        error: why its statement failed, or applying it again; None when nothing did.
        when: when that was, in words, where it was not in the plain up, down, up.
        duration_ms: milliseconds that the proof took.
    """

    migration: Migration
    verdict: Verdict
    changes: tuple[Change, ...] = ()
    again: tuple[Change, ...] = ()
    losses: tuple[Loss, ...] = ()
    error: RefdbError | None = None
    when: str = ""
    duration_ms: float = 0.0


@dataclass(frozen=True)
class Break:
    """Where the way down from the top cannot go on; below, it begins anew.

    Attributes:
        id: the migration.
        why: `irreversible`, `no rollback` …
    """

    id: str
    why: str


@dataclass(frozen=True)
class Chain:
    """The way down from the top.

    Attributes:
        rolled_back: how many migrations were.
        breaks: where it had to begin anew, without data.
        left: what differs, at the lower end, from how it was there on the way up, and is not
            among the changes of a migration already.
        is_empty_below: whether the lower end is before the first migration.
        has_data: whether it began with sample data; not where a migration cannot be applied.
    """

    rolled_back: int = 0
    breaks: tuple[Break, ...] = ()
    left: tuple[Change, ...] = ()
    is_empty_below: bool = True
    has_data: bool = False
