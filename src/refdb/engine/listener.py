"""Who is told what happens while a plan is carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refdb.db import Connection, Notice
    from refdb.engine.attempts import Waiting
    from refdb.engine.backfill import Progress
    from refdb.engine.perform import Done
    from refdb.engine.plan import Task
    from refdb.engine.progress import BuildProgress


class Listener:
    """Is told what happens while a plan is carried out; does nothing unless a subclass does.

    An exception that it raises stops the plan between two transactions, with nothing half done.
    """

    def on_connect(self, conn: Connection) -> None:
        """Told of the connection to the target before anything is asked on it."""

    def on_other_runner(self, holder: str) -> None:
        """Told once that another refdb, described by `holder`, is at work and is waited for."""

    def on_begin(self, task: Task) -> None:
        """Told before a task begins."""

    def on_done(self, done: Done) -> None:
        """Told of a task as soon as it is committed."""

    def on_wait(self, waiting: Waiting) -> None:
        """Told that a migration cannot have a lock and will be tried again."""

    def on_progress(self, progress: Progress) -> None:
        """Told after each run of a backfill's statement."""

    def on_build(self, build: BuildProgress | None) -> None:
        """Told every now and then how far an index build, or another long statement, is.

        Told in another thread than the rest, only while such a statement runs for longer than
        half a second; what this raises is lost. None, in the plan's own thread, is the end of
        the statement that was told of, in whatever way it ended.
        """

    def on_notice(self, task: Task, notice: Notice) -> None:
        """Told what the server says beside a statement's result."""
