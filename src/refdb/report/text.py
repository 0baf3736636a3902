"""Every answer of refdb as text for people."""

from __future__ import annotations

from functools import singledispatchmethod
from typing import TYPE_CHECKING

from refdb.late import late
from refdb.report.answers import Called, Cleaned, Outcome, Status, Tested
from refdb.report.cells import Cell, Tabular, Told
from refdb.report.durations import seconds
from refdb.report.narration import PAST, Narrator

with late():
    from refdb.report import calls, tests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.engine import Done, Plan, State, Task
    from refdb.findings import Finding

_STYLES = {
    "applied": "green",
    "pending": "yellow",
    "edited": "red",
    "missing": "red",
    "out of order": "red",
    "unfinished": "red",
}


class Printer(Narrator):
    """Prints answers, errors and what happens on the way, for people."""

    @singledispatchmethod
    def show(self, answer: object) -> None:
        """Prints what a method of Project answered."""
        raise TypeError(answer)

    @show.register
    def _(self, status: Status) -> None:
        self.line(status.target, "bold")
        if status.states:
            columns = ("migration", "state", "applied (UTC)", "by")
            self.table(columns, map(_state_row, status.states))
        self.line(_tally(status.states))
        self._findings(status.findings)

    @show.register
    def _(self, outcome: Outcome) -> None:
        for warning in outcome.plan.warnings:
            self.err.line("warning:", f" {warning}", "yellow")
        if outcome.dry_run:
            self._show_plan(outcome.plan)
            return
        if not outcome.done:
            self.line(f"{outcome.target}: nothing to do")
            return
        self.line(f"{outcome.target}: {_sum_of(outcome.done)}", "bold green")
        if outcome.cron_stand_in:
            self.line("pg_cron is a stand-in here: jobs are recorded, never run", "dim")
        self._show_left(outcome)

    def _show_left(self, outcome: Outcome) -> None:
        if outcome.left is None:
            return
        if not outcome.left:
            self.line("nothing is left but the ledger")
            return
        self.line(f"left besides the ledger: {len(outcome.left)}", "yellow")
        for entry in outcome.left:
            self.line(f"  {entry}")

    def _show_plan(self, plan: Plan) -> None:
        if not plan.tasks:
            self.line("nothing to do")
        for task in plan.tasks:
            self._show_task(task)
        if plan.tasks:
            self.line("dry run: nothing was changed", "dim")

    def _show_task(self, task: Task) -> None:
        how = "" if task.migration.transactional else "  (not in a transaction)"
        self.line(f"{task.direction} {task.migration.id}{how}", "bold")
        for statement in task.statements:
            self.line(f"  {statement.line:>4}  {statement.summary}")

    @show.register
    def _(self, answer: Tabular) -> None:
        self.table(answer.columns, [[Cell(text) for text in row.cells] for row in answer.rows])
        self._findings(answer.findings)
        self.line(answer.tally, "bold")

    @show.register
    def _(self, tested: Tested) -> None:
        for one in tested.results:
            self.line(*tests.line_of(one))
            self._findings(one.findings)
            if one.kept:
                self.hint(f"Kept as it left it: {one.kept}")
        for text, style in tests.about_coverage(tested):
            self.line(text, style)
        self._findings(tested.too_little)
        self.line(tests.tally(tested))

    def _findings(self, findings: Sequence[Finding]) -> None:
        for one in findings:
            place = ":".join(str(x) for x in (one.file, one.line, one.column) if x) or one.object
            self.err.line(place, f": {one.message}", "red")
            self.excerpt(one.file, one.line, one.column)
            if one.hint:
                self.hint(one.hint)

    @show.register
    def _(self, told: Told) -> None:
        self.tell(told)

    @show.register
    def _(self, cleaned: Cleaned) -> None:
        megabytes = cleaned.size / 10**6
        self.line(f"removed {cleaned.templates} templates ({megabytes:.0f} MB) in {cleaned.folder}")

    @show.register
    def _(self, called: Called) -> None:
        for one in called.results:
            for severity, message in () if self.quiet else one.notices:
                self.err.line(f"{severity.lower()}:", f" {message}", "yellow")
            for text, style in calls.lines_of(one):
                self.line(text, style)
            if one.columns:
                self.table(one.columns, calls.cells_of(one))
            if len(called.results) > 1:
                self.line(calls.end_of(one), "dim")
        self.line(calls.tally(called), "dim")


def _state_row(state: State) -> tuple[Cell, ...]:
    applied = state.applied
    shown = state.state + (f" ({state.done} statements done)" if state.done else "")
    if state.is_cosmetic_edit:
        shown += ", white space changed"
    return (
        Cell(state.id),
        Cell(
            shown + (", rollback edited" if state.rollback_edited else ""),
            _STYLES[state.state],
        ),
        Cell(f"{applied.applied_at:%Y-%m-%d %H:%M}" if applied else ""),
        Cell((applied.applied_by or "yoyo") if applied else ""),
    )


def _tally(states: Sequence[State]) -> str:
    counts: dict[str, int] = {"applied": 0, "pending": 0}
    for one in states:
        counts[one.state] = counts.get(one.state, 0) + 1
    return ", ".join(f"{number} {state}" for state, number in counts.items())


def _sum_of(done: Sequence[Done]) -> str:
    parts = []
    for direction in dict.fromkeys(one.direction for one in done):
        number = sum(one.direction == direction for one in done)
        parts.append(f"{number} {PAST[direction]}")
    return f"{', '.join(parts)} in {seconds(sum(one.duration_ms for one in done))}"


def _of(total: int, what: str, good: str, bad: int) -> str:
    plural = "" if total == 1 else "s"
    return f"{total - bad} of {total} {what}{plural} {good}"
