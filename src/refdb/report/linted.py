"""What lint came to: values, and their words for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from refdb.findings import is_like
from refdb.late import late
from refdb.report.cells import Told
from refdb.report.counts import counted
from refdb.report.suites import Excused, Suite, Unchecked

with late():
    from refdb.report import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refdb.findings import Finding
    from refdb.lint.checkers import Rule
    from refdb.lint.question import Answer

_NOT_CHECKED = "/not-checked"


@dataclass(frozen=True)
class Linted(Told):
    """What is wrong with the tree's files.

    Attributes:
        answer: what was found.
        strict: whether what could not be looked at is a finding, too.
        duration_ms: milliseconds that it took.
        root: the folder that files are named from.
        ignore: the configuration's exceptions.
        fixed: the files that were written.
    """

    answer: Answer
    strict: bool = False
    duration_ms: float = 0.0
    root: Path = field(default_factory=Path)
    ignore: Mapping[str, str] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong; where it is strict, also that something could not be looked at."""
        missed = [one for one in self.answer.notes if one.rule.endswith(_NOT_CHECKED)]
        return (*self.answer.findings, *(missed if self.strict else ()))

    @property
    def unchecked(self) -> tuple[Finding, ...]:
        """What could not be looked at, and why; nothing where that is a finding."""
        left = [one for one in self.answer.notes if one.rule.endswith(_NOT_CHECKED)]
        return () if self.strict else tuple(left)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What is to be known, and is no failure."""
        return tuple(one for one in self.answer.notes if not one.rule.endswith(_NOT_CHECKED))

    @property
    def looked_at(self) -> str:
        """What was looked at, in words."""
        return counted(self.answer.files, "file")

    @property
    def suites(self) -> tuple[Suite, ...]:
        """What is wrong, what is excused, and what could not be looked at."""
        return (
            Suite(
                "lint",
                self.findings,
                excused=tuple(self._excused(one, why) for one, why in self.answer.excused),
                unchecked=tuple(
                    Unchecked(one.object, one.message, one.file, one.line) for one in self.unchecked
                ),
                notes=self.notes,
                duration_ms=self.duration_ms,
            ),
        )

    def _excused(self, finding: Finding, why: str) -> Excused:
        is_configured = any(is_like(key, finding.key) for key in self.ignore)
        return Excused(finding, why, in_source=not is_configured)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for name in self.fixed:
            yield f"{name}: repaired", "green"
        yield from listing.listed((*self.notes, *self.findings), self.root)
        for one in self.unchecked:
            yield f"{one.object}: {one.message}", "yellow"
            yield f"    {one.hint}", ""
        yield self._tally(), "bold"

    def wrong(self) -> Iterator[tuple[str, str]]:
        """Answers the findings, which are printed even where it is to be quiet."""
        yield from listing.listed(self.findings, self.root)

    def _tally(self) -> str:
        answer = self.answer
        said = listing.tally(self.findings) if self.findings else "nothing found"
        excused = f", {len(answer.excused)} allowed" if answer.excused else ""
        notes = len(self.notes)
        noted = f", {notes} note{'' if notes == 1 else 's'}" if notes else ""
        missed = ", not all checked" if self.unchecked else ""
        files = f"{answer.files} file{'' if answer.files == 1 else 's'}"
        return f"{files}: {said}{noted}{excused}{missed} in {self.duration_ms / 1000:.2f} s"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "files": self.answer.files,
            "duration_ms": round(self.duration_ms, 3),
            "cached": self.answer.cached,
            "asked": self.answer.asked,
            "fixed": list(self.fixed),
            "findings": [one.as_dict() for one in self.findings],
            "notes": [one.as_dict() for one in self.notes],
            "allowed": [one.as_dict() | {"reason": why} for one, why in self.answer.excused],
        }


@dataclass(frozen=True)
class RuleList(Told):
    """Every rule that lint knows.

    Attributes:
        rules: the rules, checker by checker.
    """

    rules: tuple[Rule, ...]

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers a line for each rule."""
        for one in self.rules:
            fixed = "  (--fix)" if one.fixable else ""
            yield f"{one.name:<40} {one.summary}{fixed}", ""

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        rules = [asdict(one) | {"level": one.level.name.lower()} for one in self.rules]
        return {"rules": rules}


@dataclass(frozen=True)
class Page(Told):
    """What a rule holds.

    Attributes:
        rule: its name.
        text: its page, as Markdown.
    """

    rule: str
    text: str

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers the page's lines."""
        for line in self.text.rstrip().split("\n"):
            yield line, "bold" if line.startswith("# ") else ""

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {"rule": self.rule, "page": self.text}
