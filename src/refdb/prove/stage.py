"""A database on which migrations go up and down, and that is made anew where its state is lost."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from refdb import db, engine
from refdb.catalog import Watch
from refdb.errors import RefdbError
from refdb.prove.contents import read_rows
from refdb.prove.judge import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from typing import Self

    from refdb.catalog import Snapshot
    from refdb.db import Connection
    from refdb.prove.contents import Rows
    from refdb.tree import Migration

    #: Opens an empty database on a server of its own and answers its URL.
    Ground: TypeAlias = Callable[[], AbstractContextManager[str]]


_SETTINGS = engine.Settings(guards_objects=False)


class State(NamedTuple):
    """What a database is: its catalog, and the rows in it."""

    catalog: Snapshot
    rows: Rows


class Stage:
    """A database that is brought to where a migration is to be proved.

    Args:
        ground: opens an empty database.
        migrations: the tree's, in order.
        required: how many of them must be applied; those after them are left out where they fail.
    """

    def __init__(self, ground: Ground, migrations: Sequence[Migration], required: int = 0) -> None:
        self._required = required
        self._ground = ground
        self._migrations = migrations
        self._broken: set[int] = set()
        self._opened = ExitStack()
        self._conn: Connection | None = None  # on which migrations run
        self._eyes: Connection | None = None  # whose session no migration resets
        self._watch: Watch | None = None  # what they saw of the catalog
        self._at: int | None = None  # how many migrations are applied; None where nobody knows
        self.url = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def open(self) -> None:
        """Opens an empty database, in place of the one that there may be."""
        self._opened.close()
        self._conn = self._eyes = None
        self.url = self._opened.enter_context(self._ground())
        self._at = 0

    def reach(self, count: int) -> None:
        """Brings the database to where so many of the migrations are applied.

        Those that cannot be applied are left out. Where it stands above, or nobody knows where, it
        is made anew; whatever data was in it is gone then.

        Raises:
            RefdbError: one that is required fails.
        """
        while self._at != count:
            if self._at is None or self._at > count:
                self.open()
            else:
                self._go_on(self._at)

    def _go_on(self, index: int) -> None:
        """Applies one more."""
        error = None if index in self._broken else self.failure("apply", index)
        if error and index < self._required:
            raise error
        if error:
            self._broken.add(index)
        is_known = error is None or not self.task("apply", index).runs_by_statement
        self._at = index + 1 if is_known else None

    def stands_at(self, count: int) -> None:
        """Says how many of the migrations are applied now."""
        self._at = count

    def lose(self) -> None:
        """Says that nobody knows how the database is now."""
        self._at = None

    @property
    def is_lost(self) -> bool:
        """Whether nobody knows how the database is now."""
        return self._at is None

    def leave_out(self, index: int) -> None:
        """Says that a migration cannot be applied."""
        self._broken.add(index)

    def run(self, direction: str, index: int) -> None:
        """Runs a migration as the engine runs it, ledger and all.

        Args:
            direction: `apply` or `rollback`.
            index: which one, counted from 0.

        Raises:
            RefdbError: a file cannot be read as SQL, or the server refused a statement.
        """
        task = self.task(direction, index)
        for _ in engine.perform(self._runner(), [task], _SETTINGS, engine.Listener()):
            pass

    def task(self, direction: str, index: int) -> engine.Task:
        """Answers a migration in one direction, as the engine takes it."""
        return engine.Task(direction, self._migrations[index])

    def failure(self, direction: str, index: int) -> RefdbError | None:
        """Runs a migration; answers why it failed, None when it did not."""
        task = self.task(direction, index)
        if error := problem(task.migration, task.script):
            return error
        try:
            self.run(direction, index)
        except RefdbError as error:
            return error
        return None

    def look(self) -> State:
        """Answers what the database is now."""
        return State(self._watching().look(), self.look_at_rows())

    def look_at_rows(self) -> Rows:
        """Answers which rows are in the database now."""
        with db.failures():
            return read_rows(self._watcher())

    def _runner(self) -> Connection:
        if self._conn is None or self._conn.closed:
            self._conn = self._opened.enter_context(db.connect(self.url))
        return self._conn

    def _watcher(self) -> Connection:
        if self._eyes is None or self._eyes.closed:
            self._eyes = self._opened.enter_context(db.connect(self.url))
            self._watch = None
        return self._eyes

    def _watching(self) -> Watch:
        eyes = self._watcher()
        if self._watch is None:
            self._watch = Watch(eyes)
        return self._watch
