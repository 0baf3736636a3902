"""Statements on rows: which tables they read from end to end, and whose every row they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.lint.safety import inner
from refdb.lint.safety.making import read_through
from refdb.lint.safety.proved import conjuncts
from refdb.lint.safety.world import columns_in, named, relations_in
from refdb.locks import Mode

if TYPE_CHECKING:
    from refdb.lint.safety.effects import Effects
    from refdb.lint.safety.world import World


def select(node: Any, effects: Effects) -> None:
    """A query: what it calls runs, and without a condition it reads everything."""
    inner.calls(node, effects)
    is_whole = node.whereClause is None and node.limitCount is None
    for source in relations_in(node):
        mode = Mode.ROW_SHARE if node.lockingClause else Mode.ACCESS_SHARE
        effects.lock(source, mode)
        if is_whole:
            read_through(source, effects)


def insert(node: Any, effects: Effects) -> None:
    """`insert`: the table's writers do not wait, but it may read others."""
    effects.lock(named(node.relation), Mode.ROW_EXCLUSIVE)
    if node.selectStmt is not None:
        select(node.selectStmt, effects)


def change(node: Any, effects: Effects) -> None:
    """`update` and `delete`: of some rows, or of all."""
    inner.calls(node, effects)
    table = named(node.relation)
    effects.lock(table, Mode.ROW_EXCLUSIVE)
    if is_whole(node, effects.world):
        effects.read(table)
        if not effects.world.is_new(table):
            effects.writes.append(table)


def is_whole(node: Any, world: World) -> bool:
    """Answers whether an update or delete may change any number of rows.

    It is bounded by a key that is compared with a value, or by a `limit`.
    """
    if node.whereClause is None:
        return True
    if has_limit((node.whereClause, node.withClause)):
        return False
    fixed = {one for part in conjuncts(node.whereClause) for one in _fixed(part)}
    keys = (one for one in world.indexes_of(named(node.relation)) if one.is_unique)
    return not any(set(one.columns) <= fixed for one in keys if not one.is_partial and one.columns)


def has_limit(node: Any) -> bool:
    """Answers whether a part of a parse tree has a query with a limit."""
    if isinstance(node, tuple):
        return any(has_limit(one) for one in node)
    if not hasattr(node, "__slots__") or isinstance(node, str | int):
        return False
    if getattr(node, "limitCount", None) is not None:
        return True
    return any(has_limit(getattr(node, slot)) for slot in node)


def _fixed(part: Any) -> set[str]:
    """The column that a condition compares with values."""
    if type(part).__name__ != "A_Expr" or part.name[-1].sval != "=":
        return set()
    if part.kind.name not in {"AEXPR_OP", "AEXPR_IN"}:
        return set()
    for one, other in ((part.lexpr, part.rexpr), (part.rexpr, part.lexpr)):
        is_column = type(one).__name__ == "ColumnRef" and hasattr(one.fields[-1], "sval")
        if is_column and not columns_in(other):
            return {str(one.fields[-1].sval)}
    return set()
