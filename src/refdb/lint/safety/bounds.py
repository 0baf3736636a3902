"""What attaching and detaching a partition does, and which checks say its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.lint.safety.proved import conjuncts, is_proved_not_null
from refdb.lint.safety.world import named
from refdb.locks import Mode

if TYPE_CHECKING:
    from refdb.lint.safety.effects import Effects
    from refdb.lint.safety.world import Relation


def attach(command: Any, table: Relation, effects: Effects) -> None:
    """`attach partition`."""
    child = effects.world.relation(named(command.def_.name))
    effects.lock_family(child.name, Mode.ACCESS_EXCLUSIVE)
    if not is_implied(table, child, command.def_.bound):
        effects.read(child.name)
    if (default := effects.world.default_of(table.name)) is not None:
        effects.lock_family(default.name, Mode.ACCESS_EXCLUSIVE)
        effects.read(default.name)
    child.parent, child.is_default = table.name, bool(command.def_.bound.is_default)


def detach(command: Any, table: Relation, effects: Effects) -> None:
    """`detach partition`."""
    child = effects.world.relation(named(command.def_.name))
    effects.lock_family(child.name, Mode.ACCESS_EXCLUSIVE)
    default = effects.world.default_of(table.name)
    if default is not None and not command.def_.concurrent:
        effects.lock_family(default.name, Mode.ACCESS_EXCLUSIVE)
    child.parent, child.is_default = "", False


def is_implied(parent: Relation, child: Relation, bound: Any) -> bool:
    """Answers whether attaching needs not read the rows, as far as the text tells.

    Only the plain forms are known: a range or a list of constants of one column.
    """
    if bound.is_default or len(parent.keys) != 1:
        return False
    key = parent.keys[0]
    known = child.columns.get(key)
    is_not_null = known is not None and known.is_not_null
    if not is_not_null and not is_proved_not_null(child, key):
        return False
    parts = [
        part
        for one in child.constraints.values()
        if one.kind == "CONSTR_CHECK" and one.is_valid
        for part in conjuncts(one.check)
    ]
    if bound.strategy == "r":
        return _has(parts, key, ">=", bound.lowerdatums) and _has(
            parts, key, "<", bound.upperdatums
        )
    return bound.strategy == "l" and any(_lists(part, key, bound.listdatums) for part in parts)


def _has(parts: list[Any], key: str, operator: str, datums: Any) -> bool:
    if type(datums[0]).__name__ == "ColumnRef":  # minvalue and maxvalue
        return True
    return any(
        _is_of(part, key, (operator,)) and _value(part.rexpr) == _value(datums[0]) for part in parts
    )


def _lists(part: Any, key: str, datums: Any) -> bool:
    if not _is_of(part, key, ("=",)):
        return False
    given = part.rexpr if isinstance(part.rexpr, tuple) else (part.rexpr,)
    wanted = {_value(one) for one in datums}
    return None not in wanted and {_value(one) for one in given} <= wanted


def _is_of(part: Any, key: str, operators: tuple[str, ...]) -> bool:
    return (
        type(part).__name__ == "A_Expr"
        and part.kind.name in {"AEXPR_OP", "AEXPR_IN"}
        and part.name[-1].sval in operators
        and type(part.lexpr).__name__ == "ColumnRef"
        and part.lexpr.fields[-1].sval == key
    )


def _value(node: Any) -> str | None:
    """A constant's text, None for anything else; a cast does not change what it says."""
    while type(node).__name__ == "TypeCast":
        node = node.arg
    value = getattr(node, "val", None)
    for name in ("ival", "fval", "sval"):
        if hasattr(value, name):
            return str(getattr(value, name))
    return None
