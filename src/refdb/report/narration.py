"""Tells what happens while a target is changed, line by line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.text import Text

from refdb.engine import Listener
from refdb.report.console import Lines
from refdb.report.durations import seconds

if TYPE_CHECKING:
    from refdb.db import Notice
    from refdb.engine import Done, Progress, Task, Waiting
    from refdb.report.fleet import FleetRow

PAST = {"apply": "applied", "rollback": "rolled back"}
_SECONDS_BETWEEN_LINES = 2.0  # of a backfill's progress


class Narrator(Lines, Listener):
    """Prints what it is told of while a target is changed."""

    _next_progress = 0.0

    def on_done(self, done: Done) -> None:
        """Prints one migration as soon as it is committed."""
        verb = PAST[done.direction]
        self.line(f"{verb:<11} {done.id}  ({seconds(done.duration_ms)})")

    def on_wait(self, waiting: Waiting) -> None:
        """Prints, on stderr, who keeps a migration from its lock."""
        if self.quiet:
            return
        tried = f"try {waiting.attempt} of {waiting.attempts}"
        self.err.print(
            f"[yellow]waiting[/]     {waiting.id}  ({tried}, next in {waiting.pause_s:.1f} s)",
            soft_wrap=True,
        )
        for blocker in waiting.blockers:
            self.hint(f"blocked by {blocker}")

    def on_progress(self, progress: Progress) -> None:
        """Prints how far a backfill is, on stderr, every few seconds."""
        now = time.monotonic()
        if self.quiet or now < self._next_progress:
            return
        self._next_progress = now + _SECONDS_BETWEEN_LINES
        rows = f"{progress.rows:,} rows, {progress.rate:,.0f} a second"
        self.err.print(f"running     {progress.id}  ({rows})", soft_wrap=True)

    def ended(self, row: FleetRow) -> None:
        """Prints one target of a fleet as it ends; what went wrong on stderr, quiet or not."""
        if row.is_bad:
            self.err.print(Text(row.line, style="red"), soft_wrap=True)
        else:
            self.line(row.line)

    def on_notice(self, task: Task, notice: Notice) -> None:
        """Prints what the server said beside a statement's result, on stderr."""
        if self.quiet:
            return
        place = ":".join(str(part) for part in (notice.file, notice.line) if part)
        place += " or the statement below" if task.migration.transactional else ""
        self.err.print(
            f"[yellow]{notice.severity.lower()}[/]: {escape(place)}: {escape(notice.message)}",
            soft_wrap=True,
        )
