"""Databases and trees for edits of object files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refdb import db
from refdb.throwaway import install_cron_stand_in
from workbench import Bench, Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def bench(each_database: str, tmp_path: Path) -> Iterator[Bench]:
    """A database on each version in turn, with the stand-in of pg_cron and one table."""
    install_cron_stand_in(each_database)
    with db.connect(each_database) as conn:
        yield Bench(conn, tmp_path)


@pytest.fixture
def workshop(tmp_path: Path) -> Callable[[int], Workshop]:
    """Answers a workshop on a major version."""
    return lambda postgres: Workshop(tmp_path, postgres)
