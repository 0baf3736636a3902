"""Carries an adoption out: the ledger's rows in one transaction, the files before its end."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from refdb import ledger
from refdb.errors import BadRequestError
from refdb.tree.files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
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

    Raises:
        BadRequestError: the folder cannot be written.
        StatementFailedError: the server refused a row, inside a block of `db.failures`.
    """
    present = present_files(folder)
    files = {name: text for name, text in adoption.files.items() if name not in present}
    with conn.transaction():
        ledger.create(conn)
        for item in adoption.items:
            if item.mark:
                _record(conn, adoption.tool, item)
        # Last before the commit. Should its answer be lost, the files stay: the next run
        # finds them to be its own, and the ledger as it is.
        _write(folder, files)
    return tuple(files)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Writes each file whole or not at all, and none when one fails."""
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            unfinished = folder / f".{name}.new"
            written += [unfinished, folder / name]
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            unfinished.replace(folder / name)
    except OSError as wrong:
        _remove(written)
        hint = "Let refdb write there, then adopt again; nothing was recorded."
        message = f"{folder} cannot be written: {wrong.strerror}"
        raise BadRequestError(message, hint=hint) from None
    except BaseException:
        _remove(written)
        raise


def _remove(paths: list[Path]) -> None:
    for path in paths:
        with suppress(OSError):  # what could not be written is not there
            path.unlink()


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
