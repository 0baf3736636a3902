"""Makes findings of what statements do: who waits for them, about how long, and what to type."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from refdb.findings import Finding, Level
from refdb.lint.safety.rules import broken_by
from refdb.locks import Blocks, Model, Rewrite, waits
from refdb.locks.model import USUAL_WIDTH, Work, seconds
from refdb.locks.waits import count, duration
from refdb.sqltext import position_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.lint.safety.written.steps import Instead
    from refdb.locks import Observation, Wait
    from refdb.sqltext import Statement
    from refdb.tree import Migration

#: Seconds that reads or writes wait, from which a finding is an error, and a warning.
ERROR_FROM, WARNING_FROM = 1.0, 0.1
_EVERY_OTHER = "*"
_MOST_NAMED = 3  # tables in one message
_SAYS = {
    "index": "builds an index",
    "reindex": "builds indexes anew",
    "column-rewrite": "writes the table anew for its new column",
    "column-check": "reads the table to prove its new column's check",
    "column-unique": "builds its new column's index",
    "column-foreign-key": "reads the table to prove its new column's foreign key",
    "type-change": "writes anew what the column's type changes",
    "set-not-null": "reads the table to prove that nothing is null",
    "check": "reads the table to prove the check",
    "foreign-key": "reads both tables to prove the foreign key",
    "unique": "builds the key's index",
    "nullable-key": "reads the table to prove that the key is not null",
    "domain": "reads every table that uses the domain",
    "table-rewrite": "writes the table anew",
    "refresh": "fills the materialized view anew",
    "partition": "reads rows to prove the partition's bounds",
    "whole-table": "changes any number of rows in one transaction",
    "held-lock": "works while a lock is held that was taken before",
    "required-column": "fails where there are rows, and reads the table to see whether there are",
    "hidden-work": "does work that its text does not show",
}


@dataclass(frozen=True)
class Told:
    """What is known of one statement.

    Attributes:
        statement: it, with its place.
        seen: what it does: measured, or by its text.
        worker: the parse tree of what reads or writes a whole table in it; None where its text
            shows nothing of the kind.
        writes: tables of which it may change every row.
        locks_itself: whether its text takes a lock that others' writes wait for.
        is_measured: whether `seen` is.
        instead: what to write in its place; None where nobody knows.
    """

    statement: Statement
    seen: Observation
    worker: Any
    writes: tuple[str, ...]
    locks_itself: bool
    is_measured: bool
    instead: Instead | None


@dataclass(frozen=True)
class Sizes:
    """How many rows there are, and how wide: by a table's name, and of every other one."""

    rows: Mapping[str, int]
    widths: Mapping[str, int]

    def of(self, seen: Observation) -> dict[str, int]:
        """Answers the rows of everything that a statement touched."""
        names = {lock.table for lock in seen.locks} | {lock.relation for lock in seen.locks}
        names |= {one.table for one in seen.rewrites} | {one.table for one in seen.builds}
        names |= {one.relation for one in seen.reads}
        return {name: self.rows_of(name) for name in names}

    def rows_of(self, name: str) -> int:
        """Answers the rows of one table."""
        return self.rows.get(name, self.rows.get(_EVERY_OTHER, 0))


def judge(migration: Migration, told: Sequence[Told], sizes: Sizes) -> Iterator[Finding]:
    """Answers the findings of a migration's statements, in their order."""
    for one in told:
        found = _waited_for(migration, one, sizes) or _changed(migration, one, sizes)
        if found is not None:
            yield found


def _waited_for(migration: Migration, one: Told, sizes: Sizes) -> Finding | None:
    """Others wait while tables are read or written."""
    seen = one.seen
    for table in one.writes:
        seen = replace(seen, rewrites=(*seen.rewrites, Rewrite(table, "table", table)))
    kinds = {lock.relation: lock.kind for lock in seen.locks}
    waiting = [
        wait
        for wait in waits([seen], sizes.of(seen), widths=sizes.widths)
        if wait.seconds >= WARNING_FROM and _is_felt(wait, kinds)
    ]
    if not waiting:
        return None
    is_rewrite = any(not rewrite.is_emptied for rewrite in seen.rewrites)
    words = broken_by(one.worker, is_rewrite=is_rewrite)
    if not (one.locks_itself or _locks_anew(one.seen)):
        words = "held-lock"
    named = list(dict.fromkeys(wait.sentence for wait in waiting))
    more = f", and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    message = f"{_SAYS[words]}: {', '.join(named[:_MOST_NAMED])}{more}"
    return _finding(migration, one, words, message, max(wait.seconds for wait in waiting))


def _is_felt(wait: Wait, kinds: Mapping[str, str]) -> bool:
    """Nobody writes to a materialized view but who refreshes it."""
    is_view = kinds.get(wait.relation) == "materialized view"
    return not (is_view and wait.blocks is Blocks.WRITES)


def _locks_anew(seen: Observation) -> bool:
    """Whether the statement took a lock itself that others wait for."""
    own = replace(seen, locks=tuple(lock for lock in seen.locks if lock.is_new))
    return any(one.rank >= Blocks.WRITES.rank for one in own.blocks.values())


def _changed(migration: Migration, one: Told, sizes: Sizes) -> Finding | None:
    """Nobody waits for the table, but for the rows that are changed, until the transaction ends."""
    if not one.writes:
        return None
    table = one.writes[0]
    width = sizes.widths.get(table, USUAL_WIDTH)
    rows = sizes.rows_of(table)
    held = seconds(Work(is_read=True, is_copied=True), rows, width, Model())
    if held < WARNING_FROM:
        return None
    message = (
        f"{_SAYS['whole-table']}: writes of them on {table} wait about {duration(held)}"
        f" at {count(rows)} rows (estimate)"
    )
    return _finding(migration, one, "whole-table", message, held)


def _finding(migration: Migration, one: Told, words: str, message: str, held: float) -> Finding:
    text = migration.apply.served.sql
    line, column = position_of(text, one.statement.start)
    return Finding(
        f"safety/{words}",
        migration.id,
        message if one.is_measured else f"{message}, by its text alone",
        Level.ERROR if held >= ERROR_FROM else Level.WARNING,
        migration.apply.file,
        line,
        _ADVICE.get(words, "") if one.instead is None else one.instead.hint,
        column,
    )


_ADVICE = {
    "required-column": "Give the column a default, or leave `not null` for later.",
    "type-change": "Add a column of the new type, fill it in batches (`-- repeat: until 0 rows`),"
    " and exchange the two in a later migration.",
    "table-rewrite": "Do it in a quiet hour with a `-- lock_timeout`, or with pg_repack; plain"
    " `vacuum` and `analyze` let everybody go on.",
    "held-lock": "Put this statement into a migration of its own: the lock ends with the"
    " transaction that took it.",
    "partition": "Add a check that says the bounds as `not valid`, validate it in a later"
    " migration, then attach; a default partition needs a check that it holds none of them.",
    "refresh": "Make a unique index on the view, then `refresh materialized view concurrently`.",
    "hidden-work": "Run what it calls in batches, or in a migration of its own.",
    "whole-table": "Change some thousand rows at a time, in a migration of its own with"
    " `-- repeat: until 0 rows`.",
    "column-rewrite": "Add the column without the value, then fill it in batches.",
    "domain": "Add the check to the tables instead, each `not valid`, and validate it later.",
    "unique": "Build a unique index concurrently first, then add the key `using index`.",
    "index": "Build it concurrently, in a migration with `-- transactional: false`.",
}
