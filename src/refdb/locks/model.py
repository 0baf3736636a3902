"""How long work takes at a number of rows: a stated model, never a measurement of the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refdb.locks.values import Observation

#: Bytes of a row of which nothing is known.
USUAL_WIDTH = 100


@dataclass(frozen=True)
class Model:
    """What work costs. docs/decisions/0106 says where the numbers are from.

    Attributes:
        scan: microseconds of a processor to read a row and check it.
        copy: the same to write a row into a new file.
        index: the same to read, sort and write one entry of an index.
        entry: bytes of an entry of an index.
        disk: bytes a second that the disk reads or writes.
    """

    scan: float = 0.1
    copy: float = 0.7
    index: float = 1.5
    entry: int = 24
    disk: float = 125e6


@dataclass(frozen=True)
class Work:
    """What a statement does to one table's rows.

    Attributes:
        is_read: they are read from end to end.
        is_copied: they are written into a new file.
        indexes: how many indexes are built.
    """

    is_read: bool = False
    is_copied: bool = False
    indexes: int = 0


def work(seen: Observation) -> dict[str, Work]:
    """Answers what a statement does to the rows of each table, by the table's name."""
    copied = {one.relation for one in seen.rewrites if one.kind != "index" and not one.is_emptied}
    read = {one.relation for one in seen.reads}
    built = [one.table for one in seen.builds]
    built += [one.table for one in seen.rewrites if one.kind == "index"]
    return {
        table: Work(table in read, table in copied, built.count(table))
        for table in sorted({*copied, *read, *built})
    }


def seconds(done: Work, rows: int, width: int, model: Model) -> float:
    """Answers about how long it takes.

    The processor's work and the disk's are added: a table is read once from a disk that has to
    find it, a copy writes it and its log, and an index is written with its log.

    Args:
        done: what is done.
        rows: to how many rows.
        width: bytes of a row on disk.
        model: what it costs.
    """
    is_only_read = done.is_read and not done.is_copied and not done.indexes
    micros = done.is_copied * model.copy + done.indexes * model.index + is_only_read * model.scan
    passes = (done.is_read or done.is_copied or done.indexes > 0) + 2 * done.is_copied
    size = passes * width + 2 * done.indexes * model.entry
    return rows * (micros / 1e6 + size / model.disk)
