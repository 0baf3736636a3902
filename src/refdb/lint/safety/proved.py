"""What a table's valid checks prove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from refdb.lint.safety.world import Relation


def is_proved_not_null(table: Relation, column: str) -> bool:
    """Answers whether a valid check says that a column is not null."""
    checks = (one for one in table.constraints.values() if one.kind == "CONSTR_CHECK")
    return any(
        _says_not_null(part, column)
        for one in checks
        if one.is_valid
        for part in conjuncts(one.check)
    )


def conjuncts(node: Any) -> list[Any]:
    """Answers the parts of a condition that `and` joins."""
    if type(node).__name__ == "BoolExpr" and node.boolop.name == "AND_EXPR":
        return [part for one in node.args for part in conjuncts(one)]
    return [node]


def _says_not_null(node: Any, column: str) -> bool:
    return (
        type(node).__name__ == "NullTest"
        and node.nulltesttype.name == "IS_NOT_NULL"
        and type(node.arg).__name__ == "ColumnRef"
        and node.arg.fields[-1].sval == column
    )
