"""What `create` does, and what is known of what it made."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from refdb.lint.safety.world import (
    Column,
    Constraint,
    Function,
    Index,
    Relation,
    columns_in,
    joined,
    named,
    read_type,
    relations_in,
    sibling,
    strings,
)
from refdb.locks import Mode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.lint.safety.effects import Effects
    from refdb.lint.safety.world import World

_SERIALS = frozenset(
    ("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"),
)
#: The index that a constraint brings, by its kind, with the suffix of its name.
INDEXED = {"CONSTR_PRIMARY": "pkey", "CONSTR_UNIQUE": "key", "CONSTR_EXCLUSION": "excl"}
_SUFFIXES = INDEXED | {
    "CONSTR_CHECK": "check",
    "CONSTR_FOREIGN": "fkey",
    "CONSTR_NOTNULL": "not_null",
}


def create_table(node: Any, effects: Effects) -> None:
    """`create table`, of its own, of a parent's or like another."""
    world = effects.world
    name = named(node.relation)
    if node.if_not_exists and name in world.relations:
        return
    table = Relation(name, born=world.now, is_known=True)
    table.is_logged = node.relation.relpersistence != "u"
    if node.partspec is not None:
        table.kind = "partitioned table"
        table.keys = tuple(one.name or "" for one in node.partspec.partParams)
    for parent in node.inhRelations or ():
        _inherit(named(parent), node.partbound, table, effects)
    world.relations[name] = table
    for element in node.tableElts or ():
        _element(element, table, effects)


def _inherit(parent: str, bound: Any, table: Relation, effects: Effects) -> None:
    world = effects.world
    table.parent = parent
    table.is_known = world.relation(parent).is_known
    table.columns |= world.relation(parent).columns
    effects.lock(parent, Mode.ACCESS_EXCLUSIVE if bound else Mode.SHARE_UPDATE_EXCLUSIVE)
    if bound is None:
        return
    table.is_default = bool(bound.is_default)
    if (default := world.default_of(parent)) is not None:
        effects.lock_family(default.name, Mode.ACCESS_EXCLUSIVE)
        effects.read(default.name)
    for index in world.indexes_of(parent):
        name = sibling(table.name, f"{_last(table.name)}_{'_'.join(index.columns)}_idx")
        world.indexes[name] = Index(
            name, table.name, index.columns, index.computed, index.is_unique, index.is_partial
        )


def _element(node: Any, table: Relation, effects: Effects) -> None:
    kind = type(node).__name__
    if kind == "ColumnDef":
        add_column(node, table, effects)
    elif kind == "Constraint":
        add_constraint(node, table, effects)
    elif kind == "TableLikeClause":
        source = effects.world.relation(named(node.relation))
        effects.lock(source.name, Mode.ACCESS_SHARE)
        table.is_known = table.is_known and source.is_known
        table.columns |= source.columns


def add_column(node: Any, table: Relation, effects: Effects) -> None:
    """Notes a column and its constraints, and locks what they reference."""
    kind = read_type(node.typeName)
    is_serial = kind.name in _SERIALS
    column = Column(kind, is_serial, _collation(node))
    table.columns[node.colname] = column
    for one in node.constraints or ():
        if one.contype.name in {"CONSTR_NOTNULL", "CONSTR_IDENTITY"}:
            column.is_not_null = True
        elif one.contype.name in _SUFFIXES:
            add_constraint(one, table, effects, columns=(node.colname,))
    if is_serial:
        sequence = sibling(table.name, f"{_last(table.name)}_{node.colname}_seq")
        world = effects.world
        world.relations[sequence] = Relation(sequence, "sequence", world.now)


def _collation(node: Any) -> str:
    return "" if node.collClause is None else strings(node.collClause.collname)[-1]


def add_constraint(
    node: Any, table: Relation, effects: Effects, columns: tuple[str, ...] = ()
) -> Constraint:
    """Notes a constraint with the index that it brings, and locks what it references."""
    world = effects.world
    kind = node.contype.name
    found = Constraint(kind, columns or columns_of(node), node.raw_expr, not node.skip_validation)
    if kind == "CONSTR_FOREIGN":
        found.references = named(node.pktable)
        effects.lock_family(found.references, Mode.SHARE_ROW_EXCLUSIVE)
    name = node.conname or constraint_name(table, found)
    table.constraints[name] = found
    for column in found.columns if kind in {"CONSTR_PRIMARY", "CONSTR_NOTNULL"} else ():
        table.columns.setdefault(column, Column()).is_not_null = True
    if kind in INDEXED:
        if node.indexname:
            world.rename(sibling(table.name, node.indexname), sibling(table.name, name))
        else:
            index = sibling(table.name, name)
            is_unique = kind != "CONSTR_EXCLUSION"
            world.indexes[index] = Index(index, table.name, found.columns, (), is_unique)
    return found


def columns_of(node: Any) -> tuple[str, ...]:
    """Answers the columns that a constraint is about."""
    kind = node.contype.name
    if kind == "CONSTR_FOREIGN":
        return strings(node.fk_attrs)
    if kind == "CONSTR_CHECK":
        return columns_in(node.raw_expr)
    if kind == "CONSTR_EXCLUSION":
        return tuple(one[0].name or "" for one in node.exclusions)
    return strings(node.keys)


def constraint_name(table: Relation, constraint: Constraint) -> str:
    """Answers the name that the server gives a constraint without one."""
    parts = [_last(table.name)]
    is_about = constraint.kind != "CONSTR_PRIMARY" and (
        constraint.kind != "CONSTR_CHECK" or len(constraint.columns) == 1
    )
    if is_about:
        parts += [one or "expr" for one in constraint.columns]
    plain = "_".join([*parts, _SUFFIXES[constraint.kind]])
    names = (f"{plain}{number or ''}" for number in count())
    return next(one for one in names if one not in table.constraints)


def _last(name: str) -> str:
    return name.rpartition(".")[2].strip('"')


def create_index(node: Any, effects: Effects) -> None:
    """`create index`, also concurrently or on the parent alone."""
    world = effects.world
    table = named(node.relation)
    name = sibling(table, node.idxname or index_name(node))
    mode = Mode.SHARE_UPDATE_EXCLUSIVE if node.concurrent else Mode.SHARE
    if node.relation.inh:
        effects.lock_family(table, mode)
    else:
        effects.lock(table, mode)
    if node.if_not_exists and name in world.indexes:
        return
    world.indexes[name] = _index(node, name, table)
    if node.relation.inh:
        for one in world.family(table)[1:] if world.relation(table).keys else ():
            own = sibling(one.name, f"{_last(one.name)}_{_words(node)}")
            world.indexes[own] = replace(world.indexes[name], name=own, table=one.name, parent=name)
    if node.relation.inh or world.relation(table).kind != "partitioned table":
        effects.build(table, name)


def _index(node: Any, name: str, table: str) -> Index:
    computed = columns_in((*(one.expr for one in node.indexParams), node.whereClause))
    columns = tuple(one.name or "" for one in node.indexParams)
    return Index(name, table, columns, computed, bool(node.unique), node.whereClause is not None)


def index_name(node: Any) -> str:
    """Answers the name that the server gives an index without one."""
    return f"{node.relation.relname}_{_words(node)}"


def _words(node: Any) -> str:
    return "_".join([*(one.name or "expr" for one in node.indexParams), "idx"])


def create_view(node: Any, effects: Effects) -> None:
    """`create view`, also in place of one that is there."""
    world = effects.world
    name = named(node.view)
    sources = relations_in(node.query)
    for source in sources:
        effects.lock(source, Mode.ACCESS_SHARE)
    if name in world.relations and node.replace:
        effects.lock(name, Mode.ACCESS_EXCLUSIVE)
        return
    world.relations[name] = Relation(name, "view", world.now, sources=sources)


def create_table_as(node: Any, effects: Effects) -> None:
    """`create table … as` and `create materialized view`."""
    world = effects.world
    name = named(node.into.rel)
    is_view = node.objtype.name == "OBJECT_MATVIEW"
    sources = relations_in(node.query)
    for source in sources:
        effects.lock(source, Mode.ACCESS_SHARE)
        if not node.into.skipData:
            read_through(source, effects)
    kind = "materialized view" if is_view else "table"
    world.relations[name] = Relation(name, kind, world.now, sources=sources)


def read_through(name: str, effects: Effects) -> None:
    """A query reads a table, or all that a view's query names."""
    for one in _tables_of(name, effects.world, set()):
        effects.lock(one, Mode.ACCESS_SHARE)
        effects.read(one)


def _tables_of(name: str, world: World, seen: set[str]) -> Iterator[str]:
    found = world.relations.get(name)
    if found is None or name in seen:
        return  # a function's result, or a table that nobody made here
    seen.add(name)
    if found.kind == "view":
        for source in found.sources:
            yield from _tables_of(source, world, seen)
    else:
        yield name


def create_function(node: Any, effects: Effects) -> None:
    """`create function`: its body is looked at where it is called."""
    options = {one.defname: one.arg for one in node.options or ()}
    language = options["language"].sval if "language" in options else "sql"
    volatility = options["volatility"].sval[0] if "volatility" in options else "v"
    body = options["as"][0].sval if "as" in options else ""
    name = joined(strings(node.funcname))
    effects.world.functions[name] = Function(volatility, language.lower(), body)
