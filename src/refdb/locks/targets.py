"""Which tables a statement that refuses a transaction could lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb.queries import load
from refdb.sqltext import parsed, quoted, relation_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.db import Connection
    from refdb.sqltext import Statement

# A gate is a connection; a throwaway has a hundred.
MOST_GATES = 40


@dataclass(frozen=True)
class Table:
    """A table or materialized view that can be locked: its name as SQL."""

    name: str
    is_view: bool


@dataclass(frozen=True)
class Gated:
    """The tables in front of which there will be gates.

    Attributes:
        tables: which.
        is_complete: no other table could be locked.
    """

    tables: tuple[Table, ...]
    is_complete: bool


def lockable(conn: Connection, statement: Statement) -> Gated:
    """Answers the tables that a statement names, with their partitions, parents and references.

    One that names none (`vacuum`, `call`) could lock any.

    Args:
        conn: where the names are resolved.
        statement: a single statement.
    """
    names = list(_names(parsed(statement.text)))
    rows = conn.execute(load("locks/family"), {"names": names}).fetchall()
    tables = tuple(Table(name, is_view) for name, is_view in rows)
    return Gated(tables[:MOST_GATES], len(tables) <= MOST_GATES)


def _names(node: Any) -> Iterable[str]:
    kind = type(node).__name__
    if kind == "DropStmt":
        for parts in node.objects:
            yield ".".join(quoted(part.sval) for part in parts)
    elif kind == "VacuumStmt":
        for one in node.rels or ():
            yield relation_name(one.relation)
    elif getattr(node, "relation", None) is not None:
        yield relation_name(node.relation)
    for command in getattr(node, "cmds", None) or ():
        partition = getattr(command.def_, "name", None)
        if hasattr(partition, "relname"):
            yield relation_name(partition)
