"""A folder with another tool's files, and refdb's verb in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from commands import Ran, refdb
from refdb import config
from refdb.project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Place:
    """A folder and a database."""

    root: Path
    url: str

    def write(self, files: Mapping[str, str], folder: str = "migrations") -> Path:
        """Writes files below a folder; answers the folder."""
        for name, text in files.items():
            path = self.root / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return self.root / folder

    def run(self, sql: str) -> None:
        """Runs SQL in the database."""
        with psycopg.connect(self.url, autocommit=True) as conn:
            conn.execute(sql)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Answers what SQL gives in the database."""
        with psycopg.connect(self.url) as conn:
            return conn.execute(sql).fetchall()

    def refdb(self, *arguments: str) -> Ran:
        """Runs refdb in the folder."""
        return refdb(self.root, *arguments, "--target", self.url)

    def adopted(self, tool: str, folder: Path | None = None, **places: str) -> dict[str, str]:
        """Adopts with success; answers the state that refdb then has of each migration."""
        self.project.adopt(tool, folder, **places)
        return self.states()

    def states(self) -> dict[str, str]:
        """Answers what `refdb status` says of each migration."""
        return {one.id: one.state for one in self.project.status().states}

    def migration(self, name: str) -> str:
        """Answers the text of a file in sql/migrations."""
        return (self.root / "sql/migrations" / name).read_text(encoding="utf-8")

    def tree(self) -> list[str]:
        """Answers the names in sql/migrations."""
        folder = self.root / "sql/migrations"
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []

    @property
    def project(self) -> Project:
        """The project of the folder, its files read anew."""
        return Project(config.Config(root=self.root), target=self.url)


@pytest.fixture
def place(tmp_path, database) -> Place:
    """Answers an empty folder with a fresh database."""
    return Place(tmp_path, database)
