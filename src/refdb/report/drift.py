"""What a look for drift came to: values, and their words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.report.cells import Told
from refdb.report.suites import Excused, Suite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.drift import Drifted
    from refdb.findings import Finding


@dataclass(frozen=True)
class Drift(Told):
    """How a target differs from its files.

    Attributes:
        target: the target in words, without a password.
        migrations: how many are applied there.
        drifted: every difference, those that are ignored too.
        unused: exceptions that except nothing.
    """

    target: str
    migrations: int
    drifted: tuple[Drifted, ...]
    unused: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is not ignored."""
        return (*(one.finding for one in self.drifted if not one.ignored), *self.unused)

    @property
    def suites(self) -> tuple[Suite, ...]:
        """What is not as the files say, and what of it is left alone."""
        excused = tuple(Excused(one.finding, one.ignored) for one in self.drifted if one.ignored)
        return (Suite("drift", self.findings, excused=excused, server=self.target),)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Answers each line for people, with rich's style for it."""
        for one in self.drifted:
            if one.ignored:
                yield f"ignored   {one.finding.message} ({one.ignored})", "dim"
                continue
            kind = one.finding.rule.partition("/")[2]
            yield f"{kind:<9} {one.finding.message}", "red" if kind != "extra" else "yellow"
            for line in _shown(one):
                yield f"          {line}", ""
        for finding in self.unused:
            yield f"warning   {finding.object}: {finding.message}. {finding.hint}", "yellow"
        count = len([one for one in self.drifted if not one.ignored])
        said = f"{count} difference{'' if count == 1 else 's'}" if count else "no drift"
        yield f"{self.target}: {said}, {self.migrations} migrations applied", "bold"

    def as_dict(self) -> dict[str, Any]:
        """Answers it as JSON-ready values."""
        return {
            "target": self.target,
            "migrations": self.migrations,
            "differences": [
                one.change.as_dict() | {"statements": list(one.statements), "ignored": one.ignored}
                for one in self.drifted
            ],
            "findings": [one.as_dict() for one in self.findings],
        }


def _shown(one: Drifted) -> Iterator[str]:
    yield from one.change.unified().splitlines()[2:]
    for statement in one.statements:
        yield from statement.splitlines()
