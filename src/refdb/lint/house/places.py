"""Where files define what a catalog has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.lint.house.text import OBJECTS, line_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.lint.sources import Source
    from refdb.sqltext import Statement

_RENAMED = {
    "OBJECT_TABLE": "table",
    "OBJECT_INDEX": "index",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "view",
    "OBJECT_TABCONSTRAINT": "constraint",
    "OBJECT_COLUMN": "column",
    "OBJECT_TRIGGER": "trigger",
}
#: What a finding about one of these falls back on when nothing names it.
_HOLDERS = ("table", "view")
_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Place:
    """A file and a line in it, counted from 1."""

    file: str = ""
    line: int = 0


@dataclass
class Places:
    """Where each thing is defined: in its object's file, else in the last migration that does.

    Attributes:
        found: places by kind, relation (of columns alone) and name.
    """

    found: dict[_Key, Place] = field(default_factory=dict)

    def of(self, kind: str, name: str, relation: str = "") -> Place:
        """Answers where something is defined, or at least its table; nowhere otherwise."""
        wanted = [(kind, relation if kind == "column" else "", name)]
        wanted += [(one, "", name) for one in ("table", "view", "function")]
        wanted += [(one, "", relation) for one in _HOLDERS if relation]
        return next((self.found[one] for one in wanted if one in self.found), Place())


def places_in(sources: Iterable[Source]) -> Places:
    """Answers where the files of a tree define what they define.

    Args:
        sources: files that can be read; an object's file counts more than a migration.
    """
    places = Places()
    for one in sorted(sources, key=lambda one: (one.kind in OBJECTS, one.path.name)):
        if one.kind == "migration" or one.kind in OBJECTS:
            for statement in one.statements:
                for key, line in _defined(statement):
                    places.found[key] = Place(one.file, line)
    return places


def _defined(statement: Statement) -> Iterator[tuple[_Key, int]]:
    if statement.first_word not in {"create", "alter"}:
        return
    node = sqltext.parsed(statement.text)
    here = statement.line
    for one in sqltext.defined_by((statement,)):
        yield (one.kind, "", one.name), here
    match type(node).__name__:
        case "CreateStmt":
            name = str(node.relation.relname)
            yield ("table", "", name), here
            yield from _parts(statement, name, node.tableElts or ())
        case "AlterTableStmt":
            parts = [one.def_ for one in node.cmds if one.def_ is not None]
            yield from _parts(statement, str(node.relation.relname), parts)
        case "IndexStmt" if node.idxname:
            yield ("index", "", str(node.idxname)), here
        case "CreateEnumStmt" | "CompositeTypeStmt" | "CreateDomainStmt" | "CreateSchemaStmt":
            yield _named(node), here
        case "RenameStmt" if node.renameType.name in _RENAMED:
            kind = _RENAMED[node.renameType.name]
            relation = str(node.relation.relname) if kind == "column" else ""
            yield (kind, relation, str(node.newname)), here


def _named(node: Any) -> _Key:
    match type(node).__name__:
        case "CreateSchemaStmt":
            return ("schema", "", str(node.schemaname))
        case "CreateEnumStmt":
            return ("type", "", str(node.typeName[-1].sval))
        case "CreateDomainStmt":
            return ("type", "", str(node.domainname[-1].sval))
        case _:
            return ("type", "", str(node.typevar.relname))


def _parts(statement: Statement, relation: str, parts: Iterable[Any]) -> Iterator[tuple[_Key, int]]:
    for one in parts:
        kind = type(one).__name__
        if kind == "ColumnDef":
            yield ("column", relation, str(one.colname)), line_at(statement, one.location)
            yield from _parts(statement, relation, one.constraints or ())
        elif kind == "Constraint" and one.conname:
            yield ("constraint", "", str(one.conname)), line_at(statement, one.location)
