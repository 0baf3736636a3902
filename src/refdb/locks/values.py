"""What was observed of one statement, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.locks.modes import Blocks, blocks

if TYPE_CHECKING:
    from refdb.locks.modes import Mode


@dataclass(frozen=True)
class Relation:
    """A relation that existed before the migration began.

    Attributes:
        oid: its identity; a name can change while the migration runs.
        name: schema and name then, quoted where SQL wants it.
        kind: `table`, `partitioned table`, `index`, `partitioned index`, `view`,
            `materialized view`, `sequence` or `foreign table`.
        table: of an index, the oid of its table; of all others, their own.
        file: the number of its file on disk, 0 where it has none.
        space: the oid of its tablespace, 0 for the database's own.
        scans: how many scans of it the server has counted.
        rows: how many rows these scans have given.
    """

    oid: int
    name: str
    kind: str
    table: int
    file: int
    space: int
    scans: int
    rows: int


@dataclass(frozen=True)
class Lock:
    """A lock that a statement holds, or waits for, on something that existed before.

    Attributes:
        relation: what is locked.
        kind: its kind, as in Relation.
        mode: how.
        table: the table that is locked with it: of an index its table, of others themselves.
        is_new: this statement took it; else an earlier one of the same transaction did, and it is
            still held.
    """

    relation: str
    kind: str
    mode: Mode
    table: str
    is_new: bool


@dataclass(frozen=True)
class Rewrite:
    """A table, materialized view or index that existed before and has a new file.

    Attributes:
        relation: its name.
        kind: its kind, as in Relation.
        table: of an index its table, of others themselves.
        is_emptied: the new file is empty (TRUNCATE), so that no row was copied.
    """

    relation: str
    kind: str
    table: str
    is_emptied: bool = False


@dataclass(frozen=True)
class IndexBuild:
    """A new index on a table that existed before.

    Attributes:
        table: the table's name.
        index: the index's name.
    """

    table: str
    index: str


@dataclass(frozen=True)
class FullRead:
    """A table or materialized view that existed before and was read from end to end.

    Attributes:
        relation: its name.
        rows: how many rows the server counted on this throwaway, in all its scans together; 0
            on an empty one.
    """

    relation: str
    rows: int


@dataclass(frozen=True)
class Observation:
    """What one statement did to what existed before the migration began.

    Attributes:
        statement: its text.
        locks: what was locked when it ended, the modes that matter, by name; in a transaction
            with what its earlier statements locked.
        rewrites: what has a new file.
        builds: indexes that are new.
        reads: what was read from end to end.
        is_complete: false where some locks could not be looked for: see `observe_alone`.
    """

    statement: str
    locks: tuple[Lock, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    builds: tuple[IndexBuild, ...] = ()
    reads: tuple[FullRead, ...] = ()
    is_complete: bool = True

    @property
    def is_harmless(self) -> bool:
        """Answers whether nobody waits for it and nothing that existed is read or written anew."""
        is_quiet = all(
            one in {Blocks.NOTHING, Blocks.SCHEMA_CHANGES} for one in self.blocks.values()
        )
        return is_quiet and not (self.rewrites or self.builds or self.reads)

    @property
    def blocks(self) -> dict[str, Blocks]:
        """Answers what others must wait with, by table, while the statement's locks are held.

        A lock on an index counts for its table: planning a SELECT opens every index of it.
        """
        held: dict[str, set[Mode]] = {}
        for lock in self.locks:
            held.setdefault(lock.table, set()).add(lock.mode)
        return {table: blocks(modes) for table, modes in sorted(held.items())}
