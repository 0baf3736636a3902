"""golang-migrate: pairs of .up.sql and .down.sql; a ledger of one row, the version it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.adopt.files import error, matching, part_of, twice
from refdb.adopt.values import History, Mark, Original, Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from refdb.adopt.values import Row
    from refdb.findings import Finding

_UP = r"(\d+)_(.*)\.up\.(?:sql|pgsql)"
_DOWN = r"(\d+)_(.*)\.down\.(?:sql|pgsql)"


def read(folder: Path) -> Source:
    """Answers golang-migrate's pairs in a folder, by number."""
    downs = {int(found[1]): part_of(folder, path) for found, path in matching(folder, _DOWN)}
    originals = sorted(
        (
            Original(
                str(int(found[1])), found[2], part_of(folder, path), downs.pop(int(found[1]), None)
            )
            for found, path in matching(folder, _UP)
        ),
        key=lambda one: int(one.version),
    )
    alone = [_alone(one.file) for one in downs.values()]
    return Source(tuple(originals), (*alone, *twice(originals)))


def _alone(file: str) -> Finding:
    hint = "Bring its .up.sql back, or delete it."
    return error("pair", file, "is a down file without its up file", hint)


def history(rows: Sequence[Row], source: Source) -> History:
    """Answers every version up to the one row of schema_migrations."""
    if not rows:
        return History(())
    version, is_dirty = int(rows[0]["version"]), rows[0]["dirty"]
    marks = [Mark(one.version) for one in source.originals if int(one.version) <= version]
    if version >= 0 and str(version) not in {mark.version for mark in marks}:
        marks.append(Mark(str(version)))
    return History(tuple(marks), (_dirty(version),) if is_dirty else ())


def _dirty(version: int) -> Finding:
    return error(
        "dirty",
        "",
        f"golang-migrate stopped midway at version {version}: its ledger is dirty",
        "See what of it is there, mend that, then `migrate force VERSION` and adopt again.",
    )
