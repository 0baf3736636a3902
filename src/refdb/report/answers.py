"""What a verb answers, as values that a report can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.findings import Finding
from refdb.report.counts import counted
from refdb.report.suites import Case, Suite

if TYPE_CHECKING:
    from pathlib import Path

    from refdb.catalog import Entry
    from refdb.engine import Done, Plan, State
    from refdb.explain import Plan as Explained
    from refdb.sqltest import Coverage, Result


@dataclass(frozen=True)
class Status:
    """The state of every migration on a target.

    Attributes:
        target: the target in words, without a password.
        states: one for each migration, in the tree's order.
        findings: what is odd in the tree itself.
    """

    target: str
    states: tuple[State, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def suites(self) -> tuple[Suite, ...]:
        """What is odd in the tree."""
        return (Suite("status", self.findings),)


@dataclass(frozen=True)
class Outcome:
    """What a change of the target came to.

    Attributes:
        target: the target in words, without a password.
        plan: what was to be done.
        done: what was done; empty for a dry run.
        dry_run: whether only the plan was asked for.
        left: after the last migration is rolled back, what people made that is still there;
            None otherwise.
        cron_stand_in: whether schedules went to the stand-in of pg_cron.
    """

    target: str
    plan: Plan
    done: tuple[Done, ...] = ()
    dry_run: bool = False
    left: tuple[Entry, ...] | None = None
    cron_stand_in: bool = False


@dataclass(frozen=True)
class Tested:
    """The SQL tests' results.

    Attributes:
        server: the throwaway's server in words.
        results: one for each test.
        coverage: what of the functions ran; None where it was not measured.
        minimum: the percentage of lines that must have run.
    """

    server: str
    results: tuple[Result, ...]
    coverage: Coverage | None = None
    minimum: float = 0.0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every failure."""
        failures = tuple(one for result in self.results for one in result.findings)
        return (*failures, *self.too_little)

    @property
    def too_little(self) -> tuple[Finding, ...]:
        """That less was run than must be; empty where it was enough."""
        if self.coverage is None or self.coverage.percent >= self.minimum:
            return ()
        ran = f"{self.coverage.percent:.1f} %"
        message = f"tests ran {ran} of the functions' lines, and {self.minimum:g} % must be"
        hint = "The missed lines are in the table of functions."
        return (Finding("test/coverage", "coverage", message, hint=hint),)

    @property
    def looked_at(self) -> str:
        """What was looked at, in words."""
        return counted(len(self.results), "test")

    @property
    def suites(self) -> tuple[Suite, ...]:
        """Every test; and whether enough lines ran, where that was asked."""
        cases = tuple(map(_case, self.results))
        if self.too_little:
            enough = Case("Enough lines run.", "coverage", self.too_little)
            cases = (*cases, enough)
        spent = sum(one.duration_ms for one in self.results)
        return (
            Suite(
                "test",
                self.findings,
                cases,
                server=self.server,
                duration_ms=spent,
                groups_only=True,
            ),
        )


def _case(result: Result) -> Case:
    test = result.test
    return Case(
        test.sentence,
        test.file,
        result.findings,
        test.file,
        test.line,
        result.duration_ms,
        result.skipped,
        result.kept,
    )


@dataclass(frozen=True)
class Ran:
    """What one statement gave on a throwaway.

    Attributes:
        line: its line.
        statement: its text.
        columns: the result's column names; empty for a statement without a result.
        rows: its rows as Python values.
        status: the server's word for what it did, such as `SELECT 3`.
        duration_ms: milliseconds that it took.
        notices: what the server said beside it: how severe it is, and the message.
        plan: its plan, where that was asked for; None otherwise.
    """

    line: int
    statement: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    status: str
    duration_ms: float
    notices: tuple[tuple[str, str], ...] = ()
    plan: Explained | None = None


@dataclass(frozen=True)
class Called:
    """What statements gave on a throwaway.

    Attributes:
        server: the throwaway's server in words.
        results: one for each statement.
        sample: rows of sample data; None for none.
    """

    server: str
    results: tuple[Ran, ...]
    sample: int | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The column names of the last statement's result."""
        return self.results[-1].columns

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """The rows of the last statement's result."""
        return self.results[-1].rows

    @property
    def duration_ms(self) -> float:
        """Milliseconds that all statements took."""
        return sum(one.duration_ms for one in self.results)


@dataclass(frozen=True)
class Cleaned:
    """What was removed from the cache.

    Attributes:
        folder: the cache folder.
        templates: how many templates.
        size: their bytes.
    """

    folder: Path
    templates: int
    size: int
