"""Runs SQL tests on throwaways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import sqltest
from refdb.project.throwaways import in_words, open_for
from refdb.report.answers import Tested

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.project.base import Base
    from refdb.tree import SqlTest


def test(project: Base, tests: Iterable[SqlTest], *, postgres: int | None) -> Tested:
    """Runs SQL tests on a throwaway with the schema and no rows."""
    with open_for(project, postgres=postgres, sample=None) as opened:
        return Tested(in_words(opened), sqltest.run(opened.url, tuple(tests)))
