"""What an expression speaks of, as a plan writes it."""

from __future__ import annotations

from typing import Any


def columns_in(expression: str, relation: str = "") -> frozenset[str]:
    """Answers the columns that an expression names; none where the parser cannot read it.

    Args:
        expression: SQL, as a plan's conditions are written; may be empty.
        relation: count only its columns, and those without a relation before them.
    """
    if not expression:
        return frozenset()
    import pglast  # noqa: PLC0415 - 50 ms that only a broken promise pays
    from pglast.visitors import Visitor  # noqa: PLC0415 - the same

    found: set[str] = set()

    class Columns(Visitor):
        def visit_ColumnRef(self, _: object, node: Any) -> None:  # noqa: N802 - pglast's name
            names = [one.sval for one in node.fields if hasattr(one, "sval")]
            if names and (not relation or names[:-1] in ([], [relation])):
                found.add(names[-1])

    try:
        Columns()(pglast.parse_sql(f"values ({expression})"))
    except pglast.parser.ParseError:
        return frozenset()
    return frozenset(found)
