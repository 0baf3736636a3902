"""diesel: a folder a migration, with up.sql, down.sql and metadata.toml."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from refdb.adopt.files import error, part_of, twice
from refdb.adopt.values import History, Mark, Original, Source
from refdb.errors import BadTreeError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from refdb.adopt.values import Row


def read(folder: Path) -> Source:
    """Answers diesel's migrations in a folder, by version."""
    folders = [one for one in sorted(folder.iterdir()) if (one / "up.sql").is_file()]
    originals = sorted((_original(folder, one) for one in folders), key=lambda one: one.version)
    empty = [
        error("pair", one.name, "has no up.sql", "Write it, or delete the folder.")
        for one in sorted(folder.iterdir())
        if (one / "down.sql").is_file() and one not in folders
    ]
    return Source(tuple(originals), (*empty, *twice(originals)))


def _original(folder: Path, one: Path) -> Original:
    version, _, name = one.name.partition("_")
    down = one / "down.sql"
    return Original(
        version.replace("-", ""),  # as diesel writes it into its ledger
        name,
        part_of(folder, one / "up.sql"),
        part_of(folder, down) if down.is_file() else None,
        transactional=_runs_in_transaction(folder, one / "metadata.toml"),
    )


def _runs_in_transaction(folder: Path, path: Path) -> bool:
    if not path.is_file():
        return True
    whole = part_of(folder, path)
    try:
        return tomllib.loads(whole.text).get("run_in_transaction", True) is not False
    except tomllib.TOMLDecodeError as wrong:
        hint = "Correct it; diesel cannot read it either."
        raise BadTreeError(f"is no TOML: {wrong}", file=whole.file, hint=hint) from None


def history(rows: Sequence[Row], _: Source) -> History:
    """Answers the versions in __diesel_schema_migrations."""
    return History(tuple(Mark(row["version"], row["applied_at"]) for row in rows))
