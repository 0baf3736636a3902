"""What a check found, in the one shape that JSON, SARIF, JUnit and GitHub are written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.errors import RefdbError
from refdb.report.cells import Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.findings import Finding


@dataclass(frozen=True)
class Case:
    """One thing that a check looked at: a test, a migration, a contract, a file.

    Attributes:
        name: what it is called.
        group: what it belongs to, such as the file of a test; empty for the check itself.
        findings: what is wrong with it.
        file: its file, empty where it has none.
        line: its line, 0 where it is not known.
        duration_ms: milliseconds that it took.
        skipped: why it was not looked at; empty where it was.
        output: what is to be known beside it.
    """

    name: str
    group: str = ""
    findings: tuple[Finding, ...] = ()
    file: str = ""
    line: int = 0
    duration_ms: float = 0.0
    skipped: str = ""
    output: str = ""


@dataclass(frozen=True)
class Excused:
    """A finding that is left alone, and why.

    Attributes:
        finding: the finding.
        reason: why, as the tree or its configuration says.
        in_source: whether the reason stands in the file itself and not in refdb.toml.
    """

    finding: Finding
    reason: str
    in_source: bool = False


@dataclass(frozen=True)
class Unchecked:
    """What could not be looked at, and why.

    Attributes:
        object: what it is.
        reason: why nobody looked.
        file: its file, empty where it has none.
        line: its line, 0 where it is not known.
    """

    object: str
    reason: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Suite:
    """What one check came to.

    Attributes:
        check: its verb, such as `prove`.
        findings: what it found.
        cases: what it looked at; none where only findings are known.
        excused: what it found and was told to leave alone.
        unchecked: what it could not look at.
        notes: what is to be known and makes it no failure.
        error: why it could not look at all.
        server: the server that it looked on, in words; empty where it needed none.
        duration_ms: milliseconds that it took.
        groups_only: whether its cases' groups are what is counted, and not the check.
    """

    check: str
    findings: tuple[Finding, ...] = ()
    cases: tuple[Case, ...] = ()
    excused: tuple[Excused, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    notes: tuple[Finding, ...] = ()
    error: RefdbError | None = None
    server: str = ""
    duration_ms: float = 0.0
    groups_only: bool = False

    @property
    def all_cases(self) -> tuple[Case, ...]:
        """Its cases, and one for each file or object that has findings which no case has."""
        told = {id(finding) for case in self.cases for finding in case.findings}
        left: dict[str, list[Finding]] = {}
        for one in self.findings:
            if id(one) not in told:
                left.setdefault(one.file or one.object, []).append(one)
        others = tuple(
            Case(name, findings=tuple(found), file=found[0].file, line=found[0].line)
            for name, found in left.items()
        )
        return (*self.cases, *others)


def of(check: str, answer: object) -> tuple[Suite, ...]:
    """Answers what a verb's answer came to; nothing for an answer that is no check's.

    Args:
        check: the verb.
        answer: what a method of Project answered, or the error that it ended with.
    """
    if isinstance(answer, RefdbError):
        return (Suite(check, error=answer),)
    told: Iterable[Suite] = getattr(answer, "suites", ())
    if not told and isinstance(answer, Told) and hasattr(answer, "findings"):
        return (Suite(check, tuple(answer.findings)),)
    return tuple(told)
