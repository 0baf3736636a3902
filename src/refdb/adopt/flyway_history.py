"""Flyway's ledger: rows of many kinds, the later ones undoing the earlier. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.adopt.files import error
from refdb.adopt.values import History, Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from refdb.adopt.values import Row, Source
    from refdb.findings import Finding

#: What the version of a migration begins with that Flyway repeats and gives none.
REPEATED = "R: "
_BASES = ("BASELINE", "SQL_BASELINE")
_UNDONE = ("UNDO_SQL", "UNDO_JDBC", "UNDO_SCRIPT", "DELETE")
_NO_MIGRATION = ("SCHEMA",)


def normal(version: str) -> str:
    """Answers a version as refdb compares it: numbers with points, no zeros in front or behind."""
    numbers = [str(int(one)) for one in version.replace("_", ".").split(".")]
    while len(numbers) > 1 and numbers[-1] == "0":
        numbers.pop()
    return ".".join(numbers)


def read(
    rows: Sequence[Row], source: Source, sortable: Callable[[str], tuple[int, ...]]
) -> History:
    """Answers what is applied after all rows, oldest first."""
    marks: dict[str, Mark] = {}
    for row in rows:
        if row["type"] in _NO_MIGRATION or not row["success"]:
            continue
        version = _version(row)
        if row["type"] in _UNDONE:
            marks.pop(version, None)
        elif row["type"] in _BASES:
            marks |= _below(version, row, source, sortable)
        else:
            marks[version] = _mark(version, row)
    now = tuple(one for one in marks.values() if not _is_to_be_repeated(one, source))
    return History(now, tuple(_failed(rows)))


def _version(row: Row) -> str:
    return normal(row["version"]) if row["version"] else REPEATED + row["description"]


def _mark(version: str, row: Row) -> Mark:
    return Mark(
        version,
        row["applied_at"],
        max(row["duration_ms"], 0),
        row["applied_by"],
        row["checksum"] or "",
    )


def _below(
    version: str, row: Row, source: Source, sortable: Callable[[str], tuple[int, ...]]
) -> dict[str, Mark]:
    """A database that Flyway took over at a version has everything up to it."""
    known = [one.version for one in source.originals if not one.repeatable]
    limit = sortable(version)
    return {
        one: Mark(one, row["applied_at"], applied_by=row["applied_by"])
        for one in known
        if sortable(one) <= limit
    }


def _is_to_be_repeated(mark: Mark, source: Source) -> bool:
    """Flyway would run a changed one again, as refdb runs what is pending."""
    return any(
        one.repeatable and one.version == mark.version and one.checksum != mark.checksum
        for one in source.originals
    )


def _failed(rows: Sequence[Row]) -> Iterator[Finding]:
    for row in rows:
        if not row["success"]:
            yield error(
                "failed",
                "",
                f"Flyway failed at {row['script']}: its ledger says so",
                "See what of it is there, mend that, then `flyway repair` and adopt again.",
            )
