"""sqlx: single files, or pairs of .up.sql and .down.sql; a ledger with checksums."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from refdb.adopt.files import error, matching, part_of, twice
from refdb.adopt.values import History, Mark, Original, Source

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence
    from pathlib import Path

    from refdb.adopt.values import Part, Row
    from refdb.findings import Finding

_UP = r"(\d+)_(.*?)(?:\.up)?\.sql"
_DOWN = r"(\d+)_(.*)\.down\.sql"
_NO_TRANSACTION = "-- no-transaction"


def read(folder: Path) -> Source:
    """Answers sqlx's migrations in a folder, by number."""
    downs = {int(found[1]): part_of(folder, path) for found, path in matching(folder, _DOWN)}
    originals = [
        _original(found, folder, path, downs.get(int(found[1])))
        for found, path in matching(folder, _UP)
        if not path.name.endswith(".down.sql")
    ]
    originals.sort(key=lambda one: int(one.version))
    return Source(tuple(originals), tuple(twice(originals)))


def _original(found: re.Match[str], folder: Path, path: Path, down: Part | None) -> Original:
    up = part_of(folder, path)
    return Original(
        str(int(found[1])),
        found[2],
        up,
        down,
        transactional=not any(
            one.text.startswith(_NO_TRANSACTION) for one in filter(None, (up, down))
        ),
        checksum=hashlib.sha384(path.read_bytes()).hexdigest(),
    )


def history(rows: Sequence[Row], _: Source) -> History:
    """Answers the rows of _sqlx_migrations; one that failed forbids to go on."""
    marks = tuple(
        Mark(
            row["version"],
            row["applied_at"],
            max(row["duration_ms"], 0),
            checksum=row["checksum"],
        )
        for row in rows
    )
    return History(marks, tuple(_failed(row) for row in rows if not row["success"]))


def _failed(row: Row) -> Finding:
    return error(
        "failed",
        "",
        f"sqlx stopped midway at version {row['version']}: its ledger is dirty",
        "See what of it is there, mend that and sqlx's row, then adopt again.",
    )
