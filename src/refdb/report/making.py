"""What making a migration came to: a value, and its words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.report.cells import Told
from refdb.report.counts import counted
from refdb.report.suites import Suite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refdb.diff import Change
    from refdb.findings import Finding


@dataclass(frozen=True)
class Made(Told):
    """A migration that was made from the object files.

    Attributes:
        files: its apply file and its rollback file; none where there was nothing to make.
        changes: what it changes.
    """

    files: tuple[Path, ...] = ()
    changes: tuple[Change, ...] = ()

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for change in self.changes:
            yield change.line(), ""
        for path in self.files:
            yield f"wrote {path}", "green"
        if not self.files:
            yield "nothing to make: the object files say what the migrations say", ""

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "files": [str(path) for path in self.files],
            "changes": [change.as_dict() for change in self.changes],
        }


@dataclass(frozen=True)
class Agreement(Told):
    """Whether the migrations give what the object files say.

    Attributes:
        objects: how many object files there are.
        findings: where they differ.
    """

    objects: int
    findings: tuple[Finding, ...]

    @property
    def looked_at(self) -> str:
        """What was looked at, in words."""
        return counted(self.objects, "object file")

    @property
    def suites(self) -> tuple[Suite, ...]:
        """Where files and migrations differ."""
        return (Suite("files", self.findings),)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for one in self.findings:
            place = f"{one.file}: " if one.file else ""
            yield f"{one.level.name.lower()}: {place}{one.message}", "red"
            yield f"  {one.hint}", ""
        plural = "" if self.objects == 1 else "s"
        said = "agree" if not self.findings else "do not agree"
        yield f"{self.objects} object file{plural} and the migrations {said}", "bold"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {"objects": self.objects, "findings": [one.as_dict() for one in self.findings]}
