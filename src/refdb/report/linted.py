"""What lint came to: values, and their words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.findings import Level
from refdb.report.cells import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.findings import Finding
    from refdb.lint.question import Answer

_STYLES = {Level.NOTE: "dim", Level.WARNING: "yellow", Level.ERROR: "red"}
_NOT_CHECKED = "/not-checked"


@dataclass(frozen=True)
class Linted(Told):
    """What is wrong with the tree's files.

    Attributes:
        answer: what was found.
        strict: whether what could not be looked at is a finding, too.
        duration_ms: milliseconds that it took.
    """

    answer: Answer
    strict: bool = False
    duration_ms: float = 0.0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong; where it is strict, also that something could not be looked at."""
        missed = [one for one in self.answer.notes if one.rule.endswith(_NOT_CHECKED)]
        return (*self.answer.findings, *(missed if self.strict else ()))

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What could not be looked at, and why."""
        return tuple(one for one in self.answer.notes if one not in self.findings)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for one in (*self.notes, *self.findings):
            yield from _lines_of(one)
        yield self._tally(), "bold"

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Answers the findings, which are printed even where it is to be quiet."""
        for one in self.findings:
            yield from _lines_of(one)

    def _tally(self) -> str:
        count, answer = len(self.findings), self.answer
        said = f"{count} finding{'' if count == 1 else 's'}" if count else "nothing found"
        excused = f", {len(answer.excused)} allowed" if answer.excused else ""
        missed = f", {len(self.notes)} not checked" if self.notes else ""
        files = f"{answer.files} file{'' if answer.files == 1 else 's'}"
        return f"{files}: {said}{excused}{missed} in {self.duration_ms / 1000:.2f} s"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "files": self.answer.files,
            "duration_ms": round(self.duration_ms, 3),
            "cached": self.answer.cached,
            "asked": self.answer.asked,
            "findings": [one.as_dict() for one in self.findings],
            "notes": [one.as_dict() for one in self.notes],
            "allowed": [one.as_dict() | {"reason": why} for one, why in self.answer.excused],
        }


def _lines_of(one: Finding) -> Iterator[tuple[str, str]]:
    parts = (one.file, one.line, one.column)
    place = ":".join(str(part) for part in parts if part) if one.file else one.object
    yield f"{place}: {one.message} ({one.rule})", _STYLES[one.level]
    if one.hint:
        yield f"    {one.hint}", ""
