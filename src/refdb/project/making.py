"""Makes a migration pair from the object files, on a throwaway with the migrations in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import catalog, config, db, ledger, make
from refdb.errors import RefusedError
from refdb.make import write
from refdb.project import scaffold
from refdb.project.throwaways import open_for
from refdb.report.making import Agreement, Made

if TYPE_CHECKING:
    from pathlib import Path

    from refdb.make import Pair
    from refdb.project.base import Base
    from refdb.tree import Migration


def make_migration(project: Base, name: str, *, amend: bool, postgres: int | None) -> Made:
    """Writes the pair that makes the migrations give what the object files say.

    Args:
        project: whose tree.
        name: words for the file's name.
        amend: write the newest migration anew, which was made and never applied.
        postgres: major version of the throwaway.

    Raises:
        RefusedError: only a migration written by hand can do it, or it cannot be amended.
        StatementFailedError: an object's file cannot be run.
    """
    words = scaffold.words_of(name)
    amended = _amendable(project) if amend else None
    base = project.with_migrations(project.tree.migrations[:-1]) if amended else project
    with (
        open_for(base, postgres=postgres, sample=None) as opened,
        db.failures(),
        db.connect(opened.url) as conn,
    ):
        pair = make.make_pair(conn, project.tree.objects)
    if pair is None:
        return Made()
    if amended:
        _remove(project, amended)
    files = scaffold.next_files(base.tree, words)
    _write(base, files, words, pair)
    root = project.config.root
    return Made(tuple(one.relative_to(root) for one in files), pair.changes)


def compare_files(project: Base, *, postgres: int | None) -> Agreement:
    """Answers whether the migrations give what the object files say. Writes nothing.

    Args:
        project: whose tree.
        postgres: major version of the throwaway.

    Raises:
        StatementFailedError: an object's file cannot be run.
    """
    with (
        open_for(project, postgres=postgres, sample=None) as opened,
        db.failures(),
        db.connect(opened.url) as conn,
    ):
        migrated = catalog.snapshot(conn)
        world = make.world_of(conn, project.tree.objects, migrated)
    return Agreement(len(project.tree.objects), make.disagreements(migrated, world))


def _write(project: Base, files: tuple[Path, Path], words: str, pair: Pair) -> None:
    migrations = project.tree.migrations
    previous = migrations[-1].id if migrations else ""
    apply, rollback = files
    rollback.write_text(write.rollback_file(pair.rollback), encoding="utf-8")
    why = f"{scaffold.sentence(words)}: {pair.said}"
    apply.write_text(write.apply_file(why, previous, pair.apply), encoding="utf-8")


def _remove(project: Base, migration: Migration) -> None:
    for file in project.tree.migrations_folder.glob(f"{migration.id}.*sql"):
        file.unlink()


def _amendable(project: Base) -> Migration:
    """The newest migration, where nothing that anybody relies on is lost with it.

    Raises:
        RefusedError: it was not made by refdb, or it is applied on the target.
    """
    migrations = project.tree.migrations
    if not migrations or make.MADE not in migrations[-1].apply.text:
        raise RefusedError(
            "the newest migration was not made by `refdb make`",
            file=migrations[-1].apply.file if migrations else "",
            hint="Make one of its own, without --amend.",
        )
    newest = migrations[-1]
    if config.has_target(project.config, project.target):
        with project.connected() as (conn, where):
            if newest.id in ledger.read(conn).by_id:
                raise RefusedError(
                    f"is applied on {where}: what was run must not change",
                    file=newest.apply.file,
                    hint="Roll it back there first, or make one of its own, without --amend.",
                )
    return newest
