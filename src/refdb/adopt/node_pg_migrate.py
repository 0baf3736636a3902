"""node-pg-migrate: its SQL files, cut in two by `-- Up Migration` and `-- Down Migration`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from refdb.adopt.files import matching, not_sql, part_of, parts_by_marks, twice
from refdb.adopt.values import History, Mark, Original, Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from refdb.adopt.values import Part, Row

_SQL = r"(\d+)_(.*)\.sql"
_PROGRAM = r"(\d+)_(.*)\.(?:[cm]?js|[cm]?ts)"
_MARK = re.compile(r"\s*--[\s-]*(up|down)\s+migration", re.IGNORECASE)
_UTC_DIGITS = 17  # year to millisecond


def read(folder: Path) -> Source:
    """Answers node-pg-migrate's SQL files in a folder, by the number that their names begin with.

    Files in JavaScript and TypeScript are findings.
    """
    originals = [
        _original(found, part_of(folder, path), path.stem) for found, path in matching(folder, _SQL)
    ]
    originals.sort(key=lambda one: (_number(one.version), one.version))
    programs = [
        not_sql("node-pg-migrate", path.name, "TypeScript" if "ts" in path.suffix else "JavaScript")
        for _, path in matching(folder, _PROGRAM)
    ]
    return Source(tuple(originals), (*programs, *twice(originals)))


def _original(found: re.Match[str], whole: Part, stem: str) -> Original:
    parts = parts_by_marks(whole, _name_of)
    # Without a mark the whole file is what applies it.
    up = parts["up"] if "up" in parts else parts[""] if "down" in parts else whole
    return Original(stem, found[2], up, parts.get("down"))


def _name_of(line: str) -> str:
    found = _MARK.match(line)
    return found[1].lower() if found else ""


def _number(version: str) -> int:
    """As the tool compares: a date of 17 digits counts as its milliseconds since 1970."""
    digits = version.partition("_")[0]
    try:
        moment = datetime.strptime(digits[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return int(digits)
    is_date = len(digits) == _UTC_DIGITS
    return int(moment.timestamp()) * 1000 + int(digits[14:]) if is_date else int(digits)


def history(rows: Sequence[Row], _: Source) -> History:
    """Answers the names in pgmigrations."""
    return History(tuple(Mark(row["version"], row["applied_at"]) for row in rows))
