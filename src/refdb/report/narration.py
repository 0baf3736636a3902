"""Tells what happens while a target is changed, line by line."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from refdb.engine import Listener
from refdb.late import late
from refdb.report.console import Lines
from refdb.report.durations import seconds

with late():
    from refdb.report import checked

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from refdb.db import Notice
    from refdb.engine import BuildProgress, Done, Progress, Task, Waiting
    from refdb.gate import Ended
    from refdb.report.fleet import FleetRow, FleetWait

PAST = {"apply": "applied", "rollback": "rolled back"}
_SECONDS_BETWEEN_LINES = 2.0  # of a backfill's progress, or of a build's phases
_SECONDS_IN_A_PHASE = 10.0  # between two lines of one phase of a build
_SECONDS_BETWEEN_DRAWINGS = 0.1  # of the line at the bottom of a terminal
_NUMBER = 4  # digits of a migration's number


class Narrator(Lines, Listener):
    """Prints what it is told of while a target is changed."""

    def __init__(
        self, *, color: bool = True, quiet: bool = False, root: Path | None = None
    ) -> None:
        super().__init__(color=color, quiet=quiet, root=root)
        self._next_progress = 0.0
        self._waiting: dict[str, str] = {}  # targets of a fleet, with their lines
        # What the last line of a build was about, and when it was told.
        self._told_of: tuple[object, ...] | None = None
        self._told_at = 0.0

    def on_done(self, done: Done) -> None:
        """Prints one migration as soon as it is committed."""
        self.settle()
        verb = PAST[done.direction]
        self.line(f"{verb:<11} {done.id}  ({seconds(done.duration_ms)})")

    def on_other_runner(self, holder: str) -> None:
        """Prints, on stderr, that another refdb is waited for."""
        if not self.quiet:
            self.err.line(f"waiting     for another refdb: {holder}")

    def on_wait(self, waiting: Waiting) -> None:
        """Prints, on stderr, who keeps a migration from its lock."""
        if self.quiet:
            return
        tried = f"try {waiting.attempt} of {waiting.attempts}"
        text = f"     {waiting.id}  ({tried}, next in {waiting.pause_s:.1f} s)"
        self.err.line("waiting", text, "yellow")
        for blocker in waiting.blockers:
            self.hint(f"blocked by {blocker}")

    def on_progress(self, progress: Progress) -> None:
        """Shows how far a backfill is: one line on a terminal, else a line every few seconds."""
        now = time.monotonic()
        if self.quiet or now < self._next_progress:
            return
        pause = _SECONDS_BETWEEN_DRAWINGS if self.has_bottom else _SECONDS_BETWEEN_LINES
        self._next_progress = now + pause
        rows = f"{progress.rows:,} rows, {progress.rate:,.0f} a second"
        tell = self._running_below if self.has_bottom else self._running
        tell(progress.id, rows)

    def on_build(self, build: BuildProgress | None) -> None:
        """Shows how far an index build is, and says once whom it waits for."""
        if self.quiet:
            return
        if build is None:
            self._told_of, self._told_at = None, 0.0
            self.settle()
            return
        awaited = [f"waits for {one.who}, {one.age}: {one.query}" for one in build.waiting_for]
        is_new = self._told_of != _subject(build)
        pause = _SECONDS_BETWEEN_LINES if is_new else _SECONDS_IN_A_PHASE
        is_due = time.monotonic() >= self._told_at + pause
        if is_due and ((is_new and awaited) or not self.has_bottom):
            self._told_of, self._told_at = _subject(build), time.monotonic()
            self._running(build.id, _in_short(build))
            for one in awaited if is_new else ():
                self.hint(one)
        self._running_below(build.id, _in_short(build))

    def _running(self, name: str, how_far: str) -> None:
        self.err.line(f"running     {name}  ({how_far})")

    def _running_below(self, name: str, how_far: str) -> None:
        if not self.has_bottom:
            return
        # Of a name that is too long its end goes, and not what is news.
        room = self.bottom.width - len(f"running       ({how_far})")
        shown = name if len(name) <= room else f"{name[: max(room - 1, _NUMBER)]}…"
        self.bottom.show([f"running     {shown}  ({how_far})"])

    def waits(self, wait: FleetWait) -> None:
        """Shows on a terminal which targets of a fleet wait; elsewhere prints, on stderr, each."""
        if self.quiet:
            return
        if wait.is_over:
            self._waiting.pop(wait.name, None)
        else:
            self._waiting[wait.name] = wait.line
        if not (self.has_bottom or wait.is_over):
            self.err.line(wait.line)
        self._show_waiting()

    def ended(self, row: FleetRow) -> None:
        """Prints one target of a fleet as it ends; what went wrong on stderr, quiet or not."""
        self._waiting.pop(row.name, None)
        self._show_waiting()
        if row.is_bad:
            self.err.line(row.line, style="red")
        else:
            self.line(row.line)

    def part_ended(self, part: Ended) -> None:
        """Prints one part of the gate as it ends."""
        self.line(*checked.line_of(part))

    def parts_run(self, names: Collection[str]) -> None:
        """Shows on a terminal which parts of the gate are under way."""
        if self.has_bottom and not self.quiet:
            self.bottom.show([f"running  {', '.join(names)}"] if names else [])

    def _show_waiting(self) -> None:
        if self.has_bottom:
            self.bottom.show(list(self._waiting.values()))

    def on_notice(self, task: Task, notice: Notice) -> None:
        """Prints what the server said beside a statement's result, on stderr."""
        if self.quiet:
            return
        place = ":".join(str(part) for part in (notice.file, notice.line) if part)
        place += " or the statement below" if task.migration.transactional else ""
        self.err.line(notice.severity.lower(), f": {place}: {notice.message}", "yellow")


def _subject(build: BuildProgress) -> tuple[object, ...]:
    """What a line about a build is about: another one is news."""
    return (build.phase, build.reindexed, *(one.pid for one in build.waiting_for))


def _in_short(build: BuildProgress) -> str:
    others = f", {build.others} more to come" if build.others else ""
    names = [f"pid {one.pid}, open for {one.age_s} s" for one in build.waiting_for]
    return f"{build}: {'; '.join(names)}{others}" if names else f"{build}{others}"
