"""dbmate: one file a migration, cut in two by `-- migrate:up` and `-- migrate:down`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from refdb.adopt.files import error, is_blank, matching, part_of, parts_by_marks, twice
from refdb.adopt.values import History, Mark, Original, Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from refdb.adopt.values import Part, Row
    from refdb.findings import Finding

_FILE = r"(\d+)(.*)\.sql"
_MARK = re.compile(r"--\s*migrate:(up|down)(\s.*)?$")
_NO_TRANSACTION = re.compile(r"\btransaction:false\b")


def read(folder: Path) -> Source:
    """Answers dbmate's migrations in a folder, by the names of their files."""
    originals: list[Original] = []
    findings: list[Finding] = []
    for found, path in matching(folder, _FILE):
        whole = part_of(folder, path)
        parts = parts_by_marks(whole, _name_of)
        if "up" in parts and is_blank(parts[""]):
            originals.append(_original(found, whole, parts["up"], parts.get("down")))
        else:
            findings.append(_no_up(whole, has_up="up" in parts))
    return Source(tuple(originals), (*findings, *twice(originals)))


def _name_of(line: str) -> str:
    found = _MARK.match(line)
    return found[1] if found else ""


def _original(found: re.Match[str], whole: Part, up: Part, down: Part | None) -> Original:
    marks = [line for line in whole.text.split("\n") if _MARK.match(line)]
    is_out = any(_NO_TRANSACTION.search(line) for line in marks)
    return Original(found[1], found[2], up, down, transactional=not is_out)


def _no_up(whole: Part, *, has_up: bool) -> Finding:
    message = "has SQL before its `-- migrate:up`" if has_up else "has no `-- migrate:up`"
    hint = "Write the line above the SQL; dbmate runs nothing before it."
    return error("marker", whole.file, message, hint)


def history(rows: Sequence[Row], _: Source) -> History:
    """Answers the versions in schema_migrations."""
    return History(tuple(Mark(row["version"]) for row in rows))
