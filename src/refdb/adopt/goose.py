"""goose: one file a migration, cut in two by `-- +goose Up` and `-- +goose Down`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from refdb.adopt.files import (
    error,
    is_blank,
    matching,
    not_sql,
    part_of,
    parts_by_marks,
    twice,
    without_lines,
)
from refdb.adopt.values import History, Mark, Original, Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from refdb.adopt.values import Part, Row
    from refdb.findings import Finding

_SQL = r"(\d+)_(.*)\.sql"
_GO = r"(\d+)_(?!.*_test\.go$)(.*)\.go"
_MARK = re.compile(r"--\s*\+goose\s+(up|down)\b", re.IGNORECASE)
_ANNOTATION = r"^[ \t]*--[ \t]*\+goose\b.*$"
_NO_TRANSACTION = re.compile(r"^\s*--\s*\+goose\s+NO TRANSACTION\b", re.MULTILINE | re.IGNORECASE)
_ENVIRONMENT = re.compile(r"^\s*--\s*\+goose\s+ENVSUB\s+ON\b", re.MULTILINE | re.IGNORECASE)


def read(folder: Path) -> Source:
    """Answers goose's migrations in a folder, by number."""
    originals: list[Original] = []
    findings = [
        not_sql("goose", str(path.relative_to(folder)), "Go") for _, path in matching(folder, _GO)
    ]
    for found, path in matching(folder, _SQL):
        whole = part_of(folder, path)
        parts = parts_by_marks(whole, _name_of)
        if "up" in parts and is_blank(parts[""]):
            originals.append(_original(found, whole, parts["up"], parts.get("down")))
        else:
            hint = "Write the line above the SQL that applies it."
            findings.append(error("marker", whole.file, "has no `-- +goose Up` on top", hint))
        if _ENVIRONMENT.search(whole.text):
            findings.append(_substituted(whole))
    originals.sort(key=lambda one: int(one.version))
    return Source(tuple(originals), (*findings, *twice(originals)))


def _name_of(line: str) -> str:
    found = _MARK.match(line.strip())
    return found[1].lower() if found else ""


def _original(found: re.Match[str], whole: Part, up: Part, down: Part | None) -> Original:
    return Original(
        str(int(found[1])),
        found[2],
        without_lines(up, _ANNOTATION),
        without_lines(down, _ANNOTATION) if down else None,
        transactional=not _NO_TRANSACTION.search(whole.text),
    )


def _substituted(whole: Part) -> Finding:
    return error(
        "variable",
        whole.file,
        "takes values from the environment (ENVSUB), which no file here holds",
        "Write the values in place of the variables and take the ENVSUB line out.",
    )


def history(rows: Sequence[Row], _: Source) -> History:
    """Answers what goose_db_version holds: the newest row of a version is its state."""
    newest: dict[str, Row] = {}
    for row in rows:
        newest.setdefault(row["version"], row)
    return History(
        tuple(
            Mark(version, row["applied_at"])
            for version, row in newest.items()
            if row["is_applied"] and version != "0"  # goose's own first row
        )
    )
