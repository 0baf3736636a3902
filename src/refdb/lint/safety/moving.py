"""What `drop`, `rename` and `set schema` lock, and what is known afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.lint.safety.world import joined, named, sibling, strings
from refdb.locks import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.lint.safety.effects import Effects
    from refdb.lint.safety.world import Relation

_EXCLUSIVE = Mode.ACCESS_EXCLUSIVE
#: The kinds of relations, by pglast's names.
RELATIONS = {
    "OBJECT_TABLE": "table",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_FOREIGN_TABLE": "foreign table",
}
_ON_TABLES = ("OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY")


def drop(node: Any, effects: Effects) -> None:
    """`drop` of anything."""
    kind = node.removeType.name
    for one in node.objects or ():
        parts = strings(one) if isinstance(one, tuple) else ()
        if kind in RELATIONS:
            _drop_relation(joined(parts), effects, is_cascade=_is_cascade(node))
        elif kind == "OBJECT_INDEX":
            _drop_index(joined(parts), effects, is_concurrent=bool(node.concurrent))
        elif kind in _ON_TABLES:
            effects.lock(joined(parts[:-1]), _EXCLUSIVE)


def _is_cascade(node: Any) -> bool:
    return bool(node.behavior.name == "DROP_CASCADE")


def _drop_relation(name: str, effects: Effects, *, is_cascade: bool) -> None:
    world = effects.world
    effects.lock(name, _EXCLUSIVE)
    for one in world.family(name):
        effects.lock(one.name, _EXCLUSIVE)
        _drop_links(one, effects)
    for view in _built_on(name, effects) if is_cascade else ():
        _drop_relation(view.name, effects, is_cascade=True)
    for one in world.referencing(name) if is_cascade else ():
        effects.lock_family(one.name, _EXCLUSIVE)
    for one in world.family(name):
        effects.kinds[one.name] = one.kind
        world.forget(one.name)


def _drop_links(one: Relation, effects: Effects) -> None:
    """What a table references and belongs to is locked as well."""
    for key in one.constraints.values():
        if key.references:
            effects.lock_family(key.references, _EXCLUSIVE)
    if one.parent:
        effects.lock(one.parent, _EXCLUSIVE)
        if (default := effects.world.default_of(one.parent)) is not None:
            effects.lock_family(default.name, _EXCLUSIVE)


def _built_on(name: str, effects: Effects) -> Iterable[Relation]:
    return [one for one in effects.world.relations.values() if name in one.sources]


def _drop_index(name: str, effects: Effects, *, is_concurrent: bool) -> None:
    index = effects.world.indexes.get(name)
    mode = Mode.SHARE_UPDATE_EXCLUSIVE if is_concurrent else _EXCLUSIVE
    effects.lock(name if index is None else index.table, mode)
    effects.world.forget(name)


def rename(node: Any, effects: Effects) -> None:
    """`rename` of a relation, a column or a constraint."""
    if node.relation is None:
        return
    name = named(node.relation)
    kind = node.renameType.name
    if kind == "OBJECT_INDEX" or name in effects.world.indexes:
        effects.lock(name, Mode.SHARE_UPDATE_EXCLUSIVE)
    elif kind == "OBJECT_TRIGGER":
        effects.lock(name, _EXCLUSIVE)
    else:
        effects.lock_family(name, _EXCLUSIVE)
    if kind == "OBJECT_COLUMN":
        _rename_column(node, effects)
    elif kind == "OBJECT_TABCONSTRAINT":
        _rename_constraint(node, effects)
    elif kind in {*RELATIONS, "OBJECT_INDEX"}:
        new = sibling(name, node.newname)
        effects.rename(name, new)


def _rename_column(node: Any, effects: Effects) -> None:
    def new(one: str) -> str:
        return str(node.newname) if one == node.subname else one

    for table in effects.world.family(named(node.relation)):
        table.columns = {new(name): one for name, one in table.columns.items()}
        for key in table.constraints.values():
            key.columns = tuple(map(new, key.columns))
        for index in effects.world.indexes_of(table.name):
            index.columns = tuple(map(new, index.columns))


def _rename_constraint(node: Any, effects: Effects) -> None:
    table = effects.world.relation(named(node.relation))
    if (found := table.constraints.pop(node.subname, None)) is not None:
        table.constraints[node.newname] = found
        effects.rename(sibling(table.name, node.subname), sibling(table.name, node.newname))


def set_schema(node: Any, effects: Effects) -> None:
    """`set schema` of a relation."""
    if node.relation is None:
        return
    name = named(node.relation)
    effects.lock_family(name, _EXCLUSIVE)
    effects.rename(name, joined((node.newschema, node.relation.relname)))
