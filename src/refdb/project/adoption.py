"""Taking over a database that another tool migrated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb import adopt as taking
from refdb import engine
from refdb.adopt import Request
from refdb.report.adoption import Adopted

if TYPE_CHECKING:
    from pathlib import Path

    from refdb.db import Connection
    from refdb.project.base import Base


def request(
    project: Base,
    tool: str,
    folder: Path | None,
    *,
    table: str = "",
    python: Path | None = None,
) -> Request:
    """Answers what to take over into a project's tree."""
    return Request(
        tool,
        root=project.config.root,
        migrations=project.config.tree_folder / "migrations",
        folder=folder.absolute() if folder else None,
        table=table,
        python=python,
    )


def adopt(
    conn: Connection, where: str, wanted: Request, lock_wait: float, *, dry_run: bool
) -> Adopted:
    """Takes over on a connection, as the one refdb at work there unless it is a dry run."""
    if dry_run:
        return Adopted(where, taking.adopt(conn, wanted, dry_run=True), dry_run=True)
    engine.check_reach(conn)
    with engine.runner_lock(conn, lock_wait):
        return Adopted(where, taking.adopt(conn, wanted, dry_run=False))
