"""What one statement locks, writes anew and reads: docs/locks.md as code, read from its parse tree.

It is the answer where nothing can be measured; and what it keeps of the tables that migrations make
says what a measured statement is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.lint.safety import changing, domains, inner, making, moving, rows
from refdb.lint.safety.world import joined, named, relations_in, strings
from refdb.locks import Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from refdb.lint.safety.effects import Effects

_EXCLUSIVE = Mode.ACCESS_EXCLUSIVE
# `lock table`'s modes, by the number that the parse tree has.
_BY_NUMBER = dict(enumerate(Mode, 1))
# What locks no table in a mode that anybody waits for.
_HARMLESS = frozenset(
    (
        "AlterDefaultPrivilegesStmt",
        "AlterEnumStmt",
        "AlterFunctionStmt",
        "AlterRoleStmt",
        "CompositeTypeStmt",
        "ConstraintsSetStmt",
        "CreateCastStmt",
        "CreateEnumStmt",
        "CreateExtensionStmt",
        "CreateRoleStmt",
        "CreateSchemaStmt",
        "DefineStmt",
        "ExplainStmt",
        "GrantRoleStmt",
        "GrantStmt",
        "NoneType",
        "NotifyStmt",
        "TransactionStmt",
    )
)


def run(node: Any, effects: Effects) -> None:
    """Reads one statement: adds what it does, and keeps what it makes."""
    reader = _READERS.get(type(node).__name__)
    effects.doing = node
    if reader is not None:
        reader(node, effects)
    elif type(node).__name__ not in _HARMLESS:
        effects.is_complete = False


def _reindex(node: Any, effects: Effects) -> None:
    is_concurrent = any(one.defname == "concurrently" for one in node.params or ())
    world = effects.world
    if node.relation is None:
        kinds = {"table", "materialized view"}
        tables = [one.name for one in world.relations.values() if one.kind in kinds]
        indexes = [one for name in tables for one in world.indexes_of(name)]
        for table in tables:
            effects.lock(table, Mode.SHARE_UPDATE_EXCLUSIVE if is_concurrent else Mode.SHARE)
    elif node.kind.name == "REINDEX_OBJECT_INDEX":
        name = named(node.relation)
        indexes = [one for one in (world.indexes.get(name),) if one]
        if not indexes:
            effects.lock(name, Mode.SHARE_UPDATE_EXCLUSIVE if is_concurrent else _EXCLUSIVE)
            effects.rewrites[name] = False
    else:
        tables = [one.name for one in world.leaves(named(node.relation))]
        for table in tables:
            _rebuild(table, "", effects, is_concurrent=is_concurrent)
        indexes = [one for name in tables for one in world.indexes_of(name)]
    for index in indexes:
        _rebuild(index.table, index.name, effects, is_concurrent=is_concurrent)


def _rebuild(table: str, index: str, effects: Effects, *, is_concurrent: bool) -> None:
    effects.lock(table, Mode.SHARE_UPDATE_EXCLUSIVE if is_concurrent else Mode.SHARE)
    if not index:
        effects.read(table)
        return
    if not is_concurrent and not effects.world.is_new(table):
        effects.lock(index, _EXCLUSIVE)
    effects.rebuild(index, table)


def _cluster(node: Any, effects: Effects) -> None:
    _write_anew([named(node.relation)] if node.relation is not None else [], effects)


def _vacuum(node: Any, effects: Effects) -> None:
    tables = [named(one.relation) for one in node.rels or ()]
    if any(one.defname == "full" for one in node.options or ()):
        _write_anew(tables, effects)
    for table in tables:
        effects.lock(table, Mode.SHARE_UPDATE_EXCLUSIVE)


def _write_anew(tables: list[str], effects: Effects) -> None:
    world = effects.world
    for table in tables or [one.name for one in world.relations.values() if one.kind == "table"]:
        effects.lock_family(table, _EXCLUSIVE)
        effects.rewrite(table)


def _refresh(node: Any, effects: Effects) -> None:
    view = effects.world.relation(named(node.relation))
    if view.kind == "table":
        view.kind = "materialized view"
    if node.concurrent:
        effects.lock(view.name, Mode.EXCLUSIVE)
        effects.read(view.name)
    else:
        effects.lock(view.name, _EXCLUSIVE)
        effects.rewrite(view.name)
        effects.reads.pop(view.name, None)
    for source in view.sources:
        making.read_through(source, effects)


def _truncate(node: Any, effects: Effects) -> None:
    names = [named(one) for one in node.relations]
    if node.behavior.name == "DROP_CASCADE":
        for name in names:
            names += [one.name for one in effects.world.referencing(name) if one.name not in names]
    for name in names:
        effects.lock_family(name, _EXCLUSIVE)
        effects.rewrite(name, is_emptied=True)


def _on_table(mode: Mode, attribute: str = "relation") -> Callable[[Any, Effects], None]:
    def read(node: Any, effects: Effects) -> None:
        effects.lock_family(named(getattr(node, attribute)), mode)

    return read


def _owner(node: Any, effects: Effects) -> None:
    if node.relation is not None:
        effects.lock_family(named(node.relation), _EXCLUSIVE)


def _comment(node: Any, effects: Effects) -> None:
    parts = strings(node.object) if isinstance(node.object, tuple) else ()
    kind = node.objtype.name
    if kind in moving.RELATIONS:
        effects.lock(joined(parts), Mode.SHARE_UPDATE_EXCLUSIVE)
    elif kind == "OBJECT_COLUMN":
        effects.lock(joined(parts[:-1]), Mode.SHARE_UPDATE_EXCLUSIVE)


def _statistics(node: Any, effects: Effects) -> None:
    for one in node.relations:
        effects.lock(named(one), Mode.SHARE_UPDATE_EXCLUSIVE)


def _sequence(node: Any, effects: Effects) -> None:
    sequence = effects.world.relation(named(node.sequence))
    sequence.kind = "sequence"
    effects.lock(sequence.name, Mode.SHARE_ROW_EXCLUSIVE)


def _create_sequence(node: Any, effects: Effects) -> None:
    table = effects.world.relation(named(node.sequence))
    table.kind, table.born = "sequence", effects.world.now


def _lock(node: Any, effects: Effects) -> None:
    for one in node.relations:
        effects.lock_family(named(one), _BY_NUMBER[node.mode])


def _set(node: Any, effects: Effects) -> None:
    if node.name == "timezone" and node.args:
        value = getattr(node.args[0], "val", None)
        effects.world.zone = str(getattr(value, "sval", ""))


def _copy(node: Any, effects: Effects) -> None:
    if node.is_from:
        effects.lock(named(node.relation), Mode.ROW_EXCLUSIVE)
        return
    for source in [named(node.relation)] if node.relation else relations_in(node.query):
        making.read_through(source, effects)


_READERS: dict[str, Callable[[Any, Effects], None]] = {
    "AlterDomainStmt": domains.alter_domain,
    "AlterObjectSchemaStmt": moving.set_schema,
    "AlterOwnerStmt": _owner,
    "AlterPolicyStmt": _on_table(_EXCLUSIVE, "table"),
    "AlterSeqStmt": _sequence,
    "AlterTableStmt": changing.alter_table,
    "CallStmt": inner.call,
    "ClusterStmt": _cluster,
    "CommentStmt": _comment,
    "CopyStmt": _copy,
    "CreateDomainStmt": domains.create_domain,
    "CreateFunctionStmt": making.create_function,
    "CreatePolicyStmt": _on_table(_EXCLUSIVE, "table"),
    "CreateSeqStmt": _create_sequence,
    "CreateStatsStmt": _statistics,
    "CreateStmt": making.create_table,
    "CreateTableAsStmt": making.create_table_as,
    "CreateTrigStmt": _on_table(Mode.SHARE_ROW_EXCLUSIVE),
    "DeleteStmt": rows.change,
    "DoStmt": inner.do,
    "DropStmt": moving.drop,
    "IndexStmt": making.create_index,
    "InsertStmt": rows.insert,
    "LockStmt": _lock,
    "RefreshMatViewStmt": _refresh,
    "ReindexStmt": _reindex,
    "RenameStmt": moving.rename,
    "RuleStmt": _on_table(_EXCLUSIVE),
    "SelectStmt": rows.select,
    "TruncateStmt": _truncate,
    "UpdateStmt": rows.change,
    "VacuumStmt": _vacuum,
    "VariableSetStmt": _set,
    "ViewStmt": making.create_view,
}
