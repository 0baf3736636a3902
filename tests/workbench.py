"""Trees and databases in which object files are edited and made into migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import catalog, config, db, make
from refdb.diff import diff
from refdb.project import Project
from refdb.tree import read_tree
from trees import write_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from refdb.make import Pair

TABLES = {
    "0001_tables.sql": "-- why: Tables.\n"
    "create table public.pupil (id integer primary key, name text, points integer);\n",
    "0001_tables.rollback.sql": "-- loses: pupil\ndrop table public.pupil;\n",
}


class Workshop:
    """A tree whose object files are edited, and made into migrations.

    Args:
        root: the project's folder.
        postgres: major version of the throwaways.
    """

    def __init__(self, root: Path, postgres: int) -> None:
        self.root = root
        self.postgres = postgres
        write_tree(root, TABLES)

    @property
    def project(self) -> Project:
        """The project as its files are now."""
        return Project(config.Config(root=self.root, postgres=self.postgres))

    def edit(self, files: Mapping[str, str | None]) -> None:
        """See `edit`."""
        edit(self.root, files)

    def make(self, name: str = "change", **options: bool) -> str:
        """Makes a migration; answers its apply file, empty where there was nothing to make."""
        made = self.project.make(name, **options)
        return (self.root / made.files[0]).read_text(encoding="utf-8") if made.files else ""

    def check(self) -> None:
        """Every migration is reversible, and the files are what the migrations give."""
        proved = self.project.prove()
        assert [one.message for one in proved.findings] == []
        assert not self.project.make("nothing").files


class Bench:
    """A database in which pairs are made and run, as fast as it goes.

    Args:
        conn: a connection to an empty database.
        root: a folder for the object files.
    """

    def __init__(self, conn: db.Connection, root: Path) -> None:
        self.conn = conn
        self._root = root
        write_tree(root, TABLES)
        db.run(conn, TABLES["0001_tables.sql"])

    def make(self) -> Pair | None:
        """Makes the pair of the object files as they are."""
        return make.make_pair(self.conn, read_tree(self._root / "sql", self._root).objects)

    def edit(self, files: Mapping[str, str | None]) -> None:
        """See `edit`."""
        edit(self._root, files)

    def run_there_and_back(self, pair: Pair) -> None:
        """Runs a pair up, down and up, and sees that each end is what it was."""
        before = catalog.snapshot(self.conn)
        db.run(self.conn, pair.apply)
        after = catalog.snapshot(self.conn)
        db.run(self.conn, pair.rollback)
        assert [one.line() for one in diff(before, catalog.snapshot(self.conn))] == []
        db.run(self.conn, pair.apply)
        assert [one.line() for one in diff(after, catalog.snapshot(self.conn))] == []


def edit(root: Path, files: Mapping[str, str | None]) -> None:
    """Writes object files, `functions/f` to text, and deletes those without one."""
    for name, text in files.items():
        path = root / "sql" / f"{name}.sql"
        path.parent.mkdir(exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(f"-- purpose: Tests.\n\n{text}\n", encoding="utf-8")
