"""What adopting came to: values, and their words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from refdb.report.cells import Tabular

if TYPE_CHECKING:
    from refdb.adopt import Adoption, Item
    from refdb.findings import Finding


@dataclass(frozen=True)
class AdoptedRow:
    """One migration that was taken over."""

    item: Item

    @property
    def state(self) -> str:
        """Answers `applied`, or `pending` where the tool has not applied it."""
        return "applied" if self.item.mark else "pending"

    @property
    def cells(self) -> tuple[str, ...]:
        """Its row in a table."""
        mark = self.item.mark
        when = f"{mark.applied_at:%Y-%m-%d %H:%M:%S}" if mark and mark.applied_at else ""
        return (self.item.migration.id, self.item.version, self.state, when)


@dataclass(frozen=True)
class Adopted(Tabular):
    """What was taken over from another tool.

    Attributes:
        target: the target in words, without a password.
        adoption: what was written and recorded.
        dry_run: whether nothing was.
    """

    target: str
    adoption: Adoption
    dry_run: bool = False

    columns: ClassVar[tuple[str, ...]] = ("migration", "was", "state", "applied")

    @property
    def rows(self) -> tuple[AdoptedRow, ...]:
        """One for each migration, in order."""
        return tuple(AdoptedRow(one) for one in self.adoption.items)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What should be known of it; what forbids it was raised."""
        return self.adoption.warnings

    @property
    def tally(self) -> str:
        """The last line."""
        states = [row.state for row in self.rows]
        counts = f"{states.count('applied')} applied, {states.count('pending')} pending"
        done = "dry run: nothing was changed" if self.dry_run else f"adopted: {counts}"
        return f"{self.target}: {done}"
