"""Where a size is planned: the one place that knows how a database of so many rows is had."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError
from refdb.project.throwaways import in_words, open_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.plans import Size
    from refdb.project.base import Base

#: Rows of sample data that are loaded for a plan at most: it takes about a minute.
MOST_LOADED = 2_000_000


@dataclass(frozen=True)
class Ground:
    """A database to plan on.

    Attributes:
        url: its URL, for a superuser; valid inside the block.
        server: its server in words.
        size: the size that was asked for, with whether its rows are there.
    """

    url: str
    server: str
    size: Size


@contextmanager
def planned_on(project: Base, size: Size, postgres: int | None) -> Iterator[Ground]:
    """Opens a throwaway on which queries are planned as at a size.

    Args:
        project: whose tree.
        size: so many rows, or a statistics set.
        postgres: major version of the throwaway.

    Raises:
        BadRequestError: nothing can be planned at this size.
        RefdbError: there is no throwaway to be had.
    """
    if size.statistics:
        raise BadRequestError(
            f"nothing can be planned on statistics {size.statistics} yet",
            hint="Name rows instead: `-- rows: 100k`.",
        )
    if size.rows > MOST_LOADED:
        raise BadRequestError(
            f"{size.rows:,} rows are more than are loaded for a plan ({MOST_LOADED:,})",
            hint="Plan on fewer: `-- rows: 1M`.",
        )
    with open_for(project, postgres=postgres, sample=size.rows) as opened:
        yield Ground(opened.url, in_words(opened), replace(size, is_loaded=True))
