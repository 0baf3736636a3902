"""What lint is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from refdb.findings import Finding

#: The rule of a note that a checker could not look.
NOT_CHECKED = "not-checked"


@dataclass(frozen=True)
class Question:
    """What lint is asked.

    Attributes:
        folder: the tree's folder.
        files: the files that findings are wanted of; None for all.
        only: names of checkers and rules, nothing else is looked at; empty for all.
        skip: names of checkers and rules that are left out.
        ignore: by a finding's key the reason why it is left alone.
        config: the name of the file with these reasons.
    """

    folder: Path
    files: frozenset[Path] | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    ignore: Mapping[str, str] = field(default_factory=dict)
    config: str = ""

    def wants(self, rule: str) -> bool:
        """Answers whether findings of a rule are asked for."""
        names = {rule, rule.partition("/")[0]}
        return not names & {*self.skip} and (not self.only or bool(names & {*self.only}))

    def wants_checker(self, name: str) -> bool:
        """Answers whether a checker is to look."""
        asked = {one.partition("/")[0] for one in self.only}
        return name not in self.skip and (not self.only or name in asked)


@dataclass(frozen=True)
class Answer:
    """What lint found.

    Attributes:
        findings: what is wrong, by file and line.
        notes: what could not be looked at, and why; findings of the lowest level.
        excused: what is wrong and may be, with the reason.
        files: how many files were looked at.
        asked: how many answers of checkers that took.
        cached: how many of them were known.
    """

    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    excused: tuple[tuple[Finding, str], ...]
    files: int
    asked: int
    cached: int
