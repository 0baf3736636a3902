"""Which parameters a statement has, and whether it has a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.sqltext.statements import parsed

if TYPE_CHECKING:
    from refdb.sqltext.statements import Statement

_WITH_PLAN = frozenset(("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"))


def parameters(statement: Statement) -> set[int]:
    """Answers the numbers of the parameters $1, $2 … of a statement."""
    if "$" not in statement.text:
        return set()
    from pglast.visitors import Visitor  # noqa: PLC0415 - 50 ms, see split

    found: set[int] = set()

    class Parameters(Visitor):
        def visit_ParamRef(self, _: object, node: Any) -> None:  # noqa: N802 - pglast's name
            found.add(node.number)

    Parameters()(parsed(statement.text))
    return found


def has_plan(statement: Statement) -> bool:
    """Answers whether the server can explain a statement."""
    return type(parsed(statement.text)).__name__ in _WITH_PLAN
