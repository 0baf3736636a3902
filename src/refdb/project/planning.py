"""Where a size is planned: the one place that knows how a database of so many rows is had."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from refdb import db, statistics
from refdb.errors import BadRequestError
from refdb.explain import how_many
from refdb.plans import LOADED_ROWS, Size
from refdb.project import sizing
from refdb.project.throwaways import in_words, open_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.db import Connection
    from refdb.project.base import Base
    from refdb.statistics import StatisticsSet
    from refdb.throwaway import Throwaway

#: Rows that plans are made for, where nothing says how many: a table is large from here on.
PLANNED_ROWS = 1_000_000
#: Rows of sample data that are loaded for a plan at most: it takes about a minute.
MOST_LOADED = 2_000_000
# Of throwaways, those whose files are at hand.
_WITH_FILES = frozenset(("embedded", "local"))


@dataclass(frozen=True)
class Ground:
    """A database to plan on.

    Attributes:
        url: its URL, for a superuser; valid inside the block.
        server: its server in words.
        size: the size that was asked for.
        rows_url: the URL of a database with rows, in which values can be looked up; empty where
            there is none.
        notes: where it is not what the statistics say, in words.
    """

    url: str
    server: str
    size: Size
    rows_url: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grounds:
    """Databases of any size for one schema, all on one throwaway without rows.

    Attributes:
        project: whose tree.
        postgres: major version of the throwaways.
    """

    project: Base
    postgres: int | None
    _open: ExitStack = field(default_factory=ExitStack)

    @contextmanager
    def at(self, size: Size) -> Iterator[Ground]:
        """Opens a database in which queries are planned as at a size; it goes with the block.

        Args:
            size: so many rows, loaded or not, or a statistics set.

        Raises:
            BadRequestError: nothing can be planned at this size.
            RefdbError: there is no throwaway to be had.
        """
        if size.is_loaded:
            with self._loaded(size) as ground:
                yield ground
            return
        if self._empty.provider not in _WITH_FILES:
            with self._instead(size) as ground:
                yield ground
            return
        with self.on(self.statistics(size), size) as ground:
            yield ground

    @contextmanager
    def on(self, wanted: StatisticsSet, size: Size) -> Iterator[Ground]:
        """Opens a database in which queries are planned as statistics say.

        Args:
            wanted: the statistics.
            size: what they are of.
        """
        opened = self._empty
        with statistics.planning_copy(opened.url, opened.data, wanted) as copy:
            yield Ground(copy.url, in_words(opened), size, self._rows_url, copy.notes)

    @contextmanager
    def _loaded(self, size: Size) -> Iterator[Ground]:
        if size.rows > MOST_LOADED:
            raise BadRequestError(
                f"{size.rows:,} rows are more than are loaded for a plan ({MOST_LOADED:,})",
                hint="Plan without loading them: --rows instead of --sample.",
            )
        with open_for(self.project, postgres=self.postgres, sample=size.rows) as opened:
            yield Ground(opened.url, in_words(opened), size, opened.url)

    @contextmanager
    def _instead(self, size: Size) -> Iterator[Ground]:
        """Rows that are loaded, where no file can be made to look large."""
        why = f"sizes are planned without rows on a server of refdb's own, not on {self._where}"
        if size.statistics:
            raise BadRequestError(
                f"{why}; so the statistics {size.statistics} cannot be planned on",
                hint="Add --postgres embedded or local, or load rows: --sample 10k.",
            )
        rows = min(size.rows, LOADED_ROWS)
        note = f"{why}: {rows:,} rows of sample data were loaded for {how_many(size.rows)}"
        with self._loaded(Size(rows=rows, is_loaded=True)) as ground:
            yield replace(ground, notes=(note,))

    @property
    def _where(self) -> str:
        return (
            "a server that is given" if self._empty.provider == "server" else "one in a container"
        )

    @cached_property
    def _empty(self) -> Throwaway:
        return self._open.enter_context(open_for(self.project, postgres=self.postgres, sample=None))

    @cached_property
    def _rows_url(self) -> str:
        """The larger one of the two sizes of sample data: its values are in every statistics."""
        if not self.project.tree.samples:
            return ""
        rows = sizing.SAMPLED[-1]
        opened = open_for(self.project, postgres=self.postgres, sample=rows)
        return self._open.enter_context(opened).url

    @cached_property
    def _samples(self) -> tuple[statistics.Sampled, statistics.Sampled]:
        return sizing.samples_of(self.project, postgres=self.postgres)

    def statistics(self, size: Size) -> StatisticsSet:
        """Answers the statistics that a size is planned on.

        Args:
            size: so many rows, or a statistics set.
        """
        if size.statistics:
            return sizing.read_named(self.project, size.statistics)
        return statistics.grown(*self._samples, size.rows)


@contextmanager
def grounds(project: Base, postgres: int | None) -> Iterator[Grounds]:
    """Answers databases of any size for a project's schema; all go when the block ends.

    Args:
        project: whose tree.
        postgres: major version of the throwaways.
    """
    with ExitStack() as stack:
        yield Grounds(project, postgres, stack)


@contextmanager
def connected(ground: Ground) -> Iterator[tuple[Connection, Connection]]:
    """Connects to a ground, and to where values can be looked up.

    Args:
        ground: the ground.
    """
    with (
        db.failures(),
        db.connect(ground.url) as conn,
        db.connect(ground.rows_url or ground.url) as rows_in,
    ):
        yield conn, rows_in


def own_size(project: Base) -> Size:
    """Answers the size to plan at where neither a contract nor anybody names one.

    The only statistics set of the tree, for nothing is nearer to production; or else a million
    rows of sample data, by their statistics.

    Args:
        project: whose tree.

    Raises:
        BadRequestError: the tree has no sample data, and not one statistics set.
    """
    known = sizing.names_of(project)
    if len(known) == 1:
        return Size(statistics=known[0])
    if not project.tree.samples:
        raise BadRequestError(
            "there is nothing to plan on: no sample data and "
            f"{'several statistics sets' if known else 'no statistics set'}",
            hint="Name one with --statistics."
            if known
            else "Take one from a database: refdb statistics export NAME --target URL; "
            "or write queries that make rows in sql/sample/.",
        )
    return Size(rows=PLANNED_ROWS)
