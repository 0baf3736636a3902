"""What does a condition compare? For conditions as the server writes them in a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pglast import ast, enums, parse_sql
from pglast.parser import ParseError
from pglast.stream import RawStream
from pglast.visitors import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

_RANGES = frozenset(("<", "<=", ">", ">="))
_ALIAS_AND_COLUMN = 2  # parts of a column's name in a plan


@dataclass(frozen=True)
class Compared:
    """One comparison of one column.

    Attributes:
        column: the column's name.
        kind: `equal`, `range` or `other`.
        is_constant: it says the same of a row whatever is asked for, so that a partial index may
            have it as its predicate.
        text: the comparison, its columns without their table's alias.
    """

    column: str
    kind: str
    is_constant: bool
    text: str


def compared(condition: str, alias: str) -> tuple[Compared, ...]:
    """Answers what a condition says of the columns of one table; parts joined by `and`.

    What cannot be read, such as a condition on the result of a subplan, is left out.

    Args:
        condition: as a plan has it, such as `((o.school_id = $1) AND (o.deleted_at IS NULL))`.
        alias: what the plan calls the table.
    """
    tree = _parsed(f"values ({condition})")
    if tree is None:
        return ()
    found = (_one(part, alias) for part in _parts(tree.valuesLists[0][0]))
    return tuple(one for one in found if one)


def sort_column(key: str, alias: str) -> str:
    """Answers a sort key's column of one table, with ` desc` where it goes down; empty for others.

    Args:
        key: as a plan has it, such as `o.created_at DESC`.
        alias: what the plan calls the table.
    """
    tree = _parsed(f"values (1) order by {key}")
    if tree is None or not isinstance(tree.sortClause[0].node, ast.ColumnRef):
        return ""
    by = tree.sortClause[0]
    name = _column(by.node, alias)
    is_down = by.sortby_dir == enums.SortByDir.SORTBY_DESC
    return f"{name} desc" if name and is_down else name


def _parsed(text: str) -> Any:
    try:
        return parse_sql(text)[0].stmt
    except ParseError:
        return None


def _parts(node: Any) -> Iterator[Any]:
    if isinstance(node, ast.BoolExpr) and node.boolop == enums.BoolExprType.AND_EXPR:
        for one in node.args or ():
            yield from _parts(one)
    else:
        yield node


def _one(part: Any, alias: str) -> Compared | None:
    seen = _Seen(alias)
    seen(part)
    if len(seen.columns) != 1 or seen.others_are_unknown:
        return None
    (column,) = seen.columns
    kind = _kind(part, alias)
    is_constant = not (seen.has_parameters or seen.has_others)
    _unqualified(part, alias)
    return Compared(column, kind, is_constant, RawStream()(part))


def _kind(part: Any, alias: str) -> str:
    if not isinstance(part, ast.A_Expr):
        return "other"
    sides = [_column(_bare(one), alias) for one in (part.lexpr, part.rexpr)]
    if not any(sides):
        return "other"
    operator = (part.name or ("",))[-1].sval
    if operator == "=" and part.kind in {
        enums.A_Expr_Kind.AEXPR_OP,
        enums.A_Expr_Kind.AEXPR_OP_ANY,
    }:
        return "equal"
    return "range" if operator in _RANGES else "other"


def _bare(node: Any) -> Any:
    """A column whose type is changed only by name, such as varchar to text, is still it."""
    return node.arg if isinstance(node, ast.TypeCast) else node


def _column(node: Any, alias: str) -> str:
    fields = (node.fields or ()) if isinstance(node, ast.ColumnRef) else ()
    if len(fields) != _ALIAS_AND_COLUMN or not all(isinstance(one, ast.String) for one in fields):
        return ""
    first, last = (str(one.sval) for one in fields)
    return last if first == alias else ""


def _unqualified(part: Any, alias: str) -> None:
    _Bare(alias)(part)


class _Seen(Visitor):
    """Gathers what a condition is about."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.columns: set[str] = set()
        self.has_parameters = False
        self.has_others = False
        self.others_are_unknown = False

    def visit_ColumnRef(self, _: Any, node: Any) -> None:  # noqa: N802 - pglast's name
        name = _column(node, self.alias)
        if name:
            self.columns.add(name)
        else:
            self.has_others = True

    def visit_ParamRef(self, _: Any, __: Any) -> None:  # noqa: N802 - pglast's name
        self.has_parameters = True

    def visit_FuncCall(self, _: Any, __: Any) -> None:  # noqa: N802 - pglast's name
        # now() and current_setting() are no constants, and nobody knows it of others by name.
        self.has_parameters = True


class _Bare(Visitor):
    """Takes the alias off every column of one table."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def visit_ColumnRef(self, _: Any, node: Any) -> None:  # noqa: N802 - pglast's name
        if _column(node, self.alias):
            node.fields = node.fields[1:]
