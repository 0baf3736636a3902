"""yoyo: refdb's own format. Files and ids are kept as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.adopt.files import warning
from refdb.adopt.values import History, Mark, Original, Part, Source
from refdb.tree.migrations import read_migrations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from refdb.adopt.values import Row
    from refdb.findings import Finding
    from refdb.tree import Migration


def read(folder: Path) -> Source:
    """Answers yoyo's migrations in a folder, in yoyo's order.

    Raises:
        BadTreeError: a file is in Python, or a header is wrong.
    """
    migrations = read_migrations(folder, folder)
    findings = [
        _no_rollback(one) for one in migrations if not one.has_rollback and not one.irreversible
    ]
    return Source(tuple(_original(one) for one in migrations), tuple(findings))


def _original(migration: Migration) -> Original:
    down = migration.rollback
    return Original(
        migration.id,
        migration.id,
        Part(migration.apply.text, migration.apply.file),
        Part(down.text, down.file) if down else None,
        transactional=migration.transactional,
        as_is=True,
    )


def _no_rollback(migration: Migration) -> Finding:
    return warning(
        "rollback",
        migration.apply.file,
        "has no rollback file; refdb will not roll it back, nor apply it while it is pending",
        "Write one, or the header `-- irreversible: reason`.",
    )


def history(rows: Sequence[Row], _: Source) -> History:
    """Answers the rows of _yoyo_migration."""
    return History(tuple(Mark(row["version"], row["applied_at"]) for row in rows))
