"""What each command of `alter table` does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.lint.safety import bounds, making
from refdb.lint.safety.proved import is_proved_not_null
from refdb.lint.safety.types import (
    hangs_on_zone,
    is_constrained_domain,
    is_volatile,
    rebuilds_index,
    rewrites,
)
from refdb.lint.safety.world import Column, named, read_type, sibling, strings
from refdb.locks import Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.lint.safety.effects import Effects
    from refdb.lint.safety.world import Constraint, Relation

_MILD = frozenset(
    (
        "AT_SetStatistics",
        "AT_SetOptions",
        "AT_ResetOptions",
        "AT_SetRelOptions",
        "AT_ResetRelOptions",
        "AT_ReplaceRelOptions",
        "AT_ClusterOn",
        "AT_DropCluster",
        "AT_ValidateConstraint",
        "AT_AttachPartition",
        "AT_DetachPartitionFinalize",
    )
)
_TRIGGERS = ("AT_EnableTrig", "AT_DisableTrig", "AT_EnableAlwaysTrig", "AT_EnableReplicaTrig")
# Storage parameters that every reader must know of at once.
_STRONG_OPTIONS = frozenset(("user_catalog_table", "fastupdate", "security_barrier"))


def alter_table(node: Any, effects: Effects) -> None:
    """`alter table`, `alter index`, `alter materialized view` … with all of its commands."""
    name = named(node.relation)
    if node.missing_ok and name not in {*effects.world.relations, *effects.world.indexes}:
        return
    if node.objtype.name == "OBJECT_INDEX":
        _alter_index(name, node, effects)
        return
    table = effects.world.relation(name)
    for command in node.cmds:
        effects.doing, kind = command, command.subtype.name
        mode = _mode(kind, command)
        if node.relation.inh and kind not in {"AT_AttachPartition", "AT_DetachPartition"}:
            effects.lock_family(name, mode)
        else:
            effects.lock(name, mode)
        if kind in _COMMANDS:
            _COMMANDS[kind](command, table, effects)


def _mode(kind: str, command: Any) -> Mode:
    if kind in _MILD:
        options = command.def_ if kind in {"AT_SetRelOptions", "AT_ResetRelOptions"} else ()
        is_strong = any(one.defname in _STRONG_OPTIONS for one in options)
        return Mode.ACCESS_EXCLUSIVE if is_strong else Mode.SHARE_UPDATE_EXCLUSIVE
    is_key = kind == "AT_AddConstraint" and command.def_.contype.name == "CONSTR_FOREIGN"
    if is_key or kind.startswith(_TRIGGERS):
        return Mode.SHARE_ROW_EXCLUSIVE
    if kind == "AT_DetachPartition" and command.def_.concurrent:
        return Mode.SHARE_UPDATE_EXCLUSIVE
    return Mode.ACCESS_EXCLUSIVE


def _alter_index(name: str, node: Any, effects: Effects) -> None:
    for command in node.cmds:
        if command.subtype.name == "AT_SetTableSpace":
            effects.lock(name, Mode.ACCESS_EXCLUSIVE)
            effects.rewrites[name] = False
        else:
            effects.lock(name, Mode.SHARE_UPDATE_EXCLUSIVE)


def _add_column(command: Any, table: Relation, effects: Effects) -> None:
    node = command.def_
    if command.missing_ok and node.colname in table.columns:
        return
    making.add_column(node, table, effects)
    for heir in effects.world.family(table.name)[1:]:
        heir.columns[node.colname] = table.columns[node.colname]
    kinds = {one.contype.name: one for one in node.constraints or ()}
    default = kinds.get("CONSTR_DEFAULT")
    if _writes_rows(node, kinds, effects):
        effects.rewrite(table.name)
    if "CONSTR_CHECK" in kinds and not kinds["CONSTR_CHECK"].skip_validation:
        effects.read(table.name)
    if _is_required(node, kinds):
        effects.read(table.name)  # to refuse it where there is a row
    if "CONSTR_FOREIGN" in kinds and default is not None:
        effects.read(table.name)
        effects.read(named(kinds["CONSTR_FOREIGN"].pktable))
    for kind in making.INDEXED:
        if kind in kinds:
            _build(table, node.colname, effects)


_VALUED = frozenset(("CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"))


def _is_required(node: Any, kinds: dict[str, Any]) -> bool:
    is_not_null = bool({"CONSTR_NOTNULL", "CONSTR_PRIMARY"} & kinds.keys())
    has_value = bool(_VALUED & kinds.keys()) or "serial" in read_type(node.typeName).name
    return is_not_null and not has_value


def _writes_rows(node: Any, kinds: dict[str, Any], effects: Effects) -> bool:
    """Whether the column has another value in every row, so that each is written anew."""
    kind = read_type(node.typeName)
    if "serial" in kind.name or "CONSTR_IDENTITY" in kinds:
        return True
    if is_constrained_domain(kind, effects.world):
        return True
    generated = kinds.get("CONSTR_GENERATED")
    if generated is not None:
        return str(generated.generated_kind) != "v"
    default = kinds.get("CONSTR_DEFAULT")
    return default is not None and is_volatile(default.raw_expr, effects.world)


def _build(table: Relation, column: str, effects: Effects) -> None:
    for index in effects.world.indexes_of(table.name):
        if index.columns == (column,):
            effects.build(table.name, index.name)
            return


def _alter_type(command: Any, table: Relation, effects: Effects) -> None:
    node, world = command.def_, effects.world
    old = table.columns.get(command.name, Column())
    new = read_type(node.typeName)
    collation = "" if node.collClause is None else strings(node.collClause.collname)[-1]
    effects.hangs_on_zone |= hangs_on_zone(old, new, world)
    if rewrites(old, new, node.raw_default, command.name, world):
        effects.rewrite(table.name)
    else:
        _follow(command.name, table, effects, is_rebuilt=rebuilds_index(old, new, collation))
    for one in world.family(table.name):
        one.columns[command.name] = Column(new, old.is_not_null, collation)


def _follow(column: str, table: Relation, effects: Effects, *, is_rebuilt: bool) -> None:
    """What hangs on a column whose values stay as they are stored."""
    for one in effects.world.leaves(table.name):
        for index in effects.world.indexes_of(one.name):
            if column in index.computed or (is_rebuilt and column in index.columns):
                effects.rebuild(index.name, one.name)
        checks = (key for key in one.constraints.values() if key.kind == "CONSTR_CHECK")
        if any(column in key.columns and key.is_valid for key in checks):
            effects.read(one.name)


def _set_not_null(command: Any, table: Relation, effects: Effects) -> None:
    column = table.columns.setdefault(command.name, Column())
    if not column.is_not_null and not is_proved_not_null(table, command.name):
        effects.read(table.name)
    column.is_not_null = True


def _drop_not_null(command: Any, table: Relation, _: Effects) -> None:
    table.columns.setdefault(command.name, Column()).is_not_null = False


def _add_constraint(command: Any, table: Relation, effects: Effects) -> None:
    node = command.def_
    kind = node.contype.name
    were_nullable = [
        one
        for one in _key_columns(node, table, effects)
        if not table.columns.get(one, Column()).is_not_null and not is_proved_not_null(table, one)
    ]
    found = making.add_constraint(node, table, effects)
    if kind in making.INDEXED:
        _key(node, table, found, effects, is_nullable=bool(were_nullable))
    elif kind == "CONSTR_NOTNULL":
        if were_nullable and not node.skip_validation:
            effects.read(table.name)
    elif not node.skip_validation:
        effects.read(table.name)
        if kind == "CONSTR_FOREIGN" and not effects.world.is_new(table.name):
            effects.read(found.references)


def _key_columns(node: Any, table: Relation, effects: Effects) -> tuple[str, ...]:
    """The columns that a primary key or a not null makes not null."""
    if node.contype.name not in {"CONSTR_PRIMARY", "CONSTR_NOTNULL"}:
        return ()
    if not node.indexname:
        return strings(node.keys)
    index = effects.world.indexes.get(sibling(table.name, node.indexname))
    return ("",) if index is None else index.columns


def _key(
    node: Any, table: Relation, found: Constraint, effects: Effects, *, is_nullable: bool
) -> None:
    if not node.indexname:
        name = node.conname or next(key for key, one in table.constraints.items() if one is found)
        effects.build(table.name, sibling(table.name, name))
    elif is_nullable:
        effects.read(table.name)
        for column in found.columns:
            table.columns.setdefault(column, Column()).is_not_null = True


def _validate(command: Any, table: Relation, effects: Effects) -> None:
    found = table.constraints.get(command.name)
    if found is not None and found.is_valid and found.kind in {"CONSTR_CHECK", "CONSTR_FOREIGN"}:
        return
    effects.read(table.name)
    if found is not None:
        found.is_valid = True
        if found.references:
            effects.lock_family(found.references, Mode.ROW_SHARE)
            effects.read(found.references)


def _drop_constraint(command: Any, table: Relation, effects: Effects) -> None:
    found = table.constraints.pop(command.name, None)
    if found is not None and found.references:
        effects.lock_family(found.references, Mode.ACCESS_EXCLUSIVE)
    if found is not None and found.kind in making.INDEXED:
        effects.world.forget(sibling(table.name, command.name))


def _drop_column(command: Any, table: Relation, effects: Effects) -> None:
    table.columns.pop(command.name, None)
    for name, one in list(table.constraints.items()):
        if command.name in one.columns:
            del table.constraints[name]
            if one.references:
                effects.lock_family(one.references, Mode.ACCESS_EXCLUSIVE)
    for index in effects.world.indexes_of(table.name):
        if command.name in (*index.columns, *index.computed):
            effects.world.forget(index.name)


def _set_logged(command: Any, table: Relation, effects: Effects) -> None:
    is_logged = command.subtype.name == "AT_SetLogged"
    if not table.is_known or table.is_logged is not is_logged:
        effects.rewrite(table.name)
    table.is_logged = is_logged


def _set_method(command: Any, table: Relation, effects: Effects) -> None:
    method = command.name or "heap"
    if not table.is_known or table.method != method:
        effects.rewrite(table.name)
    table.method = method


def _set_space(command: Any, table: Relation, effects: Effects) -> None:
    if not table.is_known or table.space != command.name:
        for one in effects.world.leaves(table.name):
            if not effects.world.is_new(one.name):
                effects.rewrites[one.name] = False
    table.space = command.name


def _inherit(command: Any, table: Relation, effects: Effects) -> None:
    parent = named(command.def_)
    effects.lock(parent, Mode.SHARE_UPDATE_EXCLUSIVE)
    table.parent = parent


def _set_expression(_: Any, table: Relation, effects: Effects) -> None:
    effects.rewrite(table.name)


_COMMANDS: dict[str, Callable[[Any, Relation, Effects], None]] = {
    "AT_AddColumn": _add_column,
    "AT_AlterColumnType": _alter_type,
    "AT_SetNotNull": _set_not_null,
    "AT_DropNotNull": _drop_not_null,
    "AT_AddConstraint": _add_constraint,
    "AT_ValidateConstraint": _validate,
    "AT_DropConstraint": _drop_constraint,
    "AT_DropColumn": _drop_column,
    "AT_SetLogged": _set_logged,
    "AT_SetUnLogged": _set_logged,
    "AT_SetAccessMethod": _set_method,
    "AT_SetTableSpace": _set_space,
    "AT_AddInherit": _inherit,
    "AT_AttachPartition": bounds.attach,
    "AT_DetachPartition": bounds.detach,
    "AT_SetExpression": _set_expression,
}
