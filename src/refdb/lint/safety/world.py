"""What the migrations read so far have made, as far as their text tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from refdb.sqltext import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

#: When what nobody made in the tree was made: before all of it.
LONG_AGO = -1


@dataclass
class Type:
    """A column's type: the last part of its name, its modifiers, and whether it is an array."""

    name: str
    mods: tuple[int, ...] = ()
    is_array: bool = False


@dataclass
class Column:
    """A column: its type, None where it is not known, and what else decides what a change costs."""

    type: Type | None = None
    is_not_null: bool = False
    collation: str = ""


@dataclass
class Constraint:
    """A constraint of a table.

    Attributes:
        kind: pglast's name, such as `CONSTR_CHECK`.
        columns: of a key, or the only column of a check.
        check: the condition's parse tree.
        is_valid: whether the rows that there are were checked.
        references: the table that a foreign key references.
    """

    kind: str
    columns: tuple[str, ...] = ()
    check: Any = None
    is_valid: bool = True
    references: str = ""


@dataclass
class Index:
    """An index.

    Attributes:
        name: its name.
        table: its table's name.
        columns: its columns; empty for an expression.
        computed: the columns that its expressions and its predicate name.
        is_unique: whether it is.
        is_partial: whether it has a predicate.
        parent: the partitioned index that it belongs to.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    computed: tuple[str, ...] = ()
    is_unique: bool = False
    is_partial: bool = False
    parent: str = ""


@dataclass
class Relation:
    """A table, view or sequence.

    Attributes:
        name: qualified, as SQL.
        kind: as refdb.locks says it.
        born: the number of the migration that made it, LONG_AGO where none did.
        is_known: whether its columns are.
        parent: the partitioned or inherited table that it belongs to.
        is_default: whether it is its parent's default partition.
        keys: the columns that it is partitioned by.
        sources: the tables that a view's query names.
    """

    name: str
    kind: str = "table"
    born: int = LONG_AGO
    is_known: bool = False
    is_logged: bool = True
    method: str = "heap"
    space: str = "pg_default"
    columns: dict[str, Column] = field(default_factory=dict)
    constraints: dict[str, Constraint] = field(default_factory=dict)
    parent: str = ""
    is_default: bool = False
    keys: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass
class Domain:
    """A domain: its type, and whether it has a constraint."""

    base: Type | None
    is_constrained: bool


@dataclass
class Function:
    """A function of the tree: its volatility's first letter, its language and its body."""

    volatility: str
    language: str
    body: str


@dataclass
class World:
    """Everything that is known, and the number of the migration that is being read."""

    now: int = 0
    major: int = 18
    zone: str = ""
    relations: dict[str, Relation] = field(default_factory=dict)
    indexes: dict[str, Index] = field(default_factory=dict)
    domains: dict[str, Domain] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    #: What a migration's constraints were added as, by table and name, where they are not valid.
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def relation(self, name: str) -> Relation:
        """Answers a relation; one that no migration has made was there before them all."""
        return self.relations.setdefault(name, Relation(name))

    def is_new(self, name: str) -> bool:
        """Answers whether the migration that is being read has made a relation."""
        found = self.relations.get(name)
        return found is not None and found.born == self.now

    def family(self, name: str) -> list[Relation]:
        """Answers a relation with its partitions and heirs, and theirs."""
        first = self.relation(name)
        children = [one.name for one in self.relations.values() if one.parent == name]
        return [first, *(one for child in children for one in self.family(child))]

    def leaves(self, name: str) -> list[Relation]:
        """Answers what of a relation's family has rows."""
        return [one for one in self.family(name) if one.kind != "partitioned table"]

    def default_of(self, name: str) -> Relation | None:
        """Answers the default partition of a table, None where it has none."""
        found = (one for one in self.relations.values() if one.parent == name and one.is_default)
        return next(found, None)

    def indexes_of(self, table: str) -> Iterator[Index]:
        """Answers the indexes on a table."""
        return (one for one in list(self.indexes.values()) if one.table == table)

    def referencing(self, name: str) -> Iterator[Relation]:
        """Answers the tables that have a foreign key to this one."""
        for one in list(self.relations.values()):
            if any(key.references == name for key in one.constraints.values()):
                yield one

    def forget(self, name: str) -> None:
        """Takes out a relation or index that was dropped."""
        self.relations.pop(name, None)
        self.indexes.pop(name, None)
        for index in list(self.indexes_of(name)):
            self.indexes.pop(index.name, None)

    def rename(self, old: str, new: str) -> None:
        """Gives a relation or index another name."""
        if (relation := self.relations.pop(old, None)) is not None:
            relation.name = new
            self.relations[new] = relation
        if (index := self.indexes.pop(old, None)) is not None:
            index.name = new
            self.indexes[new] = index
        for one in self.indexes.values():
            one.table = new if one.table == old else one.table
        for table in self.relations.values():
            table.parent = new if table.parent == old else table.parent
            for key in table.constraints.values():
                key.references = new if key.references == old else key.references


def named(relation: Any) -> str:
    """Answers the name of a RangeVar, qualified; without a schema it is taken to be in public."""
    return joined((relation.schemaname or "public", relation.relname))


def joined(parts: tuple[str, ...]) -> str:
    """Answers a name of parts as SQL; a single one is taken to be in schema public."""
    whole = parts if len(parts) > 1 else ("public", *parts)
    return ".".join(plain(one) for one in whole)


def strings(nodes: Any) -> tuple[str, ...]:
    """Answers the texts of a list of String nodes."""
    return tuple(str(one.sval) for one in nodes or ())


def sibling(name: str, last: str) -> str:
    """Answers a name in the schema of another one."""
    return f"{name.rpartition('.')[0]}.{plain(last)}"


def read_type(node: Any) -> Type:
    """Answers the type that a TypeName says."""
    mods = tuple(
        int(one.val.ival)
        for one in node.typmods or ()
        if hasattr(getattr(one, "val", None), "ival")
    )
    return Type(strings(node.names)[-1], mods, bool(node.arrayBounds))


def columns_in(node: Any) -> tuple[str, ...]:
    """Answers the columns that an expression names, each once, in their order."""
    return tuple(dict.fromkeys(one for kind, one in _named_in(node) if kind == "column"))


def calls_in(node: Any) -> tuple[tuple[str, ...], ...]:
    """Answers the names of the functions that a parse tree calls, each in its parts."""
    return tuple(one for kind, one in _named_in(node) if kind == "call")


def relations_in(node: Any) -> tuple[str, ...]:
    """Answers the relations that a query names, qualified, without those of its `with`."""
    found = [one for kind, one in _named_in(node) if kind == "relation"]
    own = {one for kind, one in _named_in(node) if kind == "with"}
    return tuple(dict.fromkeys(one for one in found if one.removeprefix("public.") not in own))


def _named_in(node: Any) -> Iterator[tuple[str, Any]]:
    kind = type(node).__name__
    if isinstance(node, tuple):
        for one in node:
            yield from _named_in(one)
        return
    if not hasattr(node, "__slots__") or kind in {"str", "int"}:
        return
    if kind == "ColumnRef":
        if hasattr(node.fields[-1], "sval"):
            yield "column", node.fields[-1].sval
        return
    if kind == "RangeVar":
        yield "relation", named(node)
        return
    if kind == "FuncCall":
        yield "call", strings(node.funcname)
    if kind == "CommonTableExpr":
        yield "with", node.ctename
    for slot in node:
        yield from _named_in(getattr(node, slot))
