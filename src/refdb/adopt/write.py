"""Carries an adoption out: the ledger's rows in one transaction, the files before its end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from refdb import ledger
from refdb.tree.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from refdb.adopt.plan import Adoption, Item
    from refdb.db import Connection


def present_files(folder: Path) -> dict[str, str]:
    """Answers the migration files that a folder holds: name to text."""
    found = sorted(folder.glob("*.sql")) + sorted(folder.glob("*.py"))
    return {path.name: read_text(path, path.name) for path in found}


def carry_out(conn: Connection, adoption: Adoption, folder: Path) -> tuple[str, ...]:
    """Writes the files and records what is applied; nothing of both when anything fails.

    Args:
        conn: a connection in autocommit mode that holds the runner lock.
        adoption: what was decided and checked.
        folder: sql/migrations.

    Returns:
        The names of the files that were written.
    """
    present = present_files(folder)
    files = {name: text for name, text in adoption.files.items() if name not in present}
    # The files come first and go again when the commit fails; a run that dies between the two
    # leaves files that the next run finds to be its own.
    with _written(folder, files), conn.transaction():
        ledger.create(conn)
        for item in adoption.items:
            if item.mark:
                _record(conn, adoption.tool, item)
    return tuple(files)


@contextmanager
def _written(folder: Path, files: Mapping[str, str]) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        for name, text in files.items():
            written.append(folder / name)
            unfinished = folder / f".{name}.new"
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            unfinished.replace(folder / name)
        yield
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
            path.with_name(f".{path.name}.new").unlink(missing_ok=True)
        raise


def _record(conn: Connection, tool: str, item: Item) -> None:
    migration, mark = item.migration, item.mark
    if mark is None:
        return
    rollback = migration.rollback
    record = ledger.Record(
        migration.id,
        apply_checksum=migration.apply.checksum,
        rollback_checksum=rollback.checksum if rollback else None,
        apply_text=migration.apply.text,
        rollback_text=rollback.text if rollback else None,
        transactional=migration.transactional,
        duration_ms=round(mark.duration_ms, 3),
    )
    ledger.record_adopted(
        conn, record, tool=tool, applied_at=mark.applied_at, applied_by=mark.applied_by
    )
