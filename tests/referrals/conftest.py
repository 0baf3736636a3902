"""The referral schema that refdb ships with, on real servers."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from refdb import config, throwaway
from refdb.project import Project
from refdb.tree import Tree, read_tree
from servers import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Site:
    """An empty database of its own and the project at work on it."""

    project: Project
    url: str
    bin: Path

    def dump(self) -> str:
        """Answers the schema as pg_dump writes it, without the ledger and the stand-in."""
        hidden = ("refdb", "cron")
        command = [
            self.bin / "pg_dump",
            "--schema-only",
            "--restrict-key=refdb",
            *(f"--exclude-schema={name}" for name in hidden),
            "--exclude-table=public._yoyo*",
            "--exclude-table=public.yoyo_lock",
            self.url,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout


@pytest.fixture(scope="session")
def tree() -> Tree:
    """Answers the tree that refdb ships with."""
    return read_tree(ROOT / "sql", ROOT)


@pytest.fixture
def shipped() -> Project:
    """Answers the project that refdb ships with, without a target."""
    return Project(config.Config(root=ROOT))


@pytest.fixture(params=VERSIONS)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """Answers an empty throwaway with pg_cron's stand-in, on each version in turn."""
    with throwaway.open_throwaway(postgres=request.param) as opened:
        throwaway.install_cron_stand_in(opened.url)
        project = Project(config.Config(root=ROOT), target=opened.url)
        yield Site(project, opened.url, opened.bin)
