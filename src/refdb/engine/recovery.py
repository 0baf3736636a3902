"""What an interrupted statement of a non-transactional migration needs, by what it is. Pure.

A statement that may run in a transaction runs in one together with the end of its step, so an
unfinished step of it means that nothing of it is there. What is left are the few kinds that
refuse a transaction, which the catalog can be asked about, and those that may commit by
themselves, about which nobody can be asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.sqltext import quoted, relation_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from refdb.sqltext import Statement


@dataclass(frozen=True)
class Atomic:
    """Runs in a transaction with its step's end: all or nothing."""


@dataclass(frozen=True)
class Repeatable:
    """Running it again does no harm and leaves nothing: vacuum, alter system."""


@dataclass(frozen=True)
class Unknowable:
    """May commit by itself midway (call, do), or leaves no trace that could be asked for."""


@dataclass(frozen=True)
class IndexBuild:
    """`create index concurrently`: absent, invalid or there."""

    table: str
    index: str


@dataclass(frozen=True)
class IndexDrop:
    """`drop index concurrently`: still there or not."""

    index: str


@dataclass(frozen=True)
class Reindex:
    """`reindex … concurrently`: run again, after its invalid copies are taken away.

    Attributes:
        name: the table or index; empty where many tables are reindexed.
        schema: the schema of those tables, as the catalog has it; empty for every schema.
    """

    name: str = ""
    schema: str = ""


@dataclass(frozen=True)
class Detach:
    """`detach partition … concurrently`: attached, pending or done."""

    parent: str
    partition: str


Kind = Atomic | Repeatable | Unknowable | IndexBuild | IndexDrop | Reindex | Detach


def kind_of(statement: Statement) -> Kind:
    """Answers how a statement runs and what its interruption leaves."""
    if not sqltext.refuses_transaction(statement):
        # A procedure or an anonymous block may commit, which the server refuses in a transaction.
        return Unknowable() if statement.first_word in {"call", "do"} else Atomic()
    node = sqltext.parsed(statement.text)
    return _READERS.get(type(node).__name__, _unknowable)(node)


def _index_build(node: Any) -> Kind:
    if node.idxname is None:  # the server chooses a name, which the next run cannot know
        return Unknowable()
    return IndexBuild(relation_name(node.relation), node.idxname)


def _drop(node: Any) -> Kind:
    names = [part.sval for part in node.objects[0]]
    return IndexDrop(".".join(map(quoted, names)))


def _reindex(node: Any) -> Kind:
    if node.relation:
        return Reindex(relation_name(node.relation))
    return Reindex(schema=node.name if node.kind.name == "REINDEX_OBJECT_SCHEMA" else "")


def _alter_table(node: Any) -> Kind:
    command = node.cmds[0]
    return Detach(relation_name(node.relation), relation_name(command.def_.name))


def _repeatable(_: Any) -> Kind:
    return Repeatable()


def _unknowable(_: Any) -> Kind:
    return Unknowable()


_READERS: Mapping[str, Callable[[Any], Kind]] = {
    "IndexStmt": _index_build,
    "DropStmt": _drop,
    "ReindexStmt": _reindex,
    "AlterTableStmt": _alter_table,
    "VacuumStmt": _repeatable,
    "AlterSystemStmt": _repeatable,
    "ClusterStmt": _repeatable,
}
