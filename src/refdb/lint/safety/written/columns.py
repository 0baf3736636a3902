"""How a column is added so that nobody waits for its values or its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb.lint.safety import making
from refdb.lint.safety.types import is_constrained_domain, is_volatile
from refdb.lint.safety.world import Constraint, read_type
from refdb.lint.safety.written import constraints
from refdb.lint.safety.written.pieces import added_column
from refdb.lint.safety.written.steps import REPEATED, Step
from refdb.sqltext import plain

if TYPE_CHECKING:
    from refdb.lint.safety.written.constraints import Change, On
    from refdb.lint.safety.written.pieces import Column


def added(node: Any, said: str, start: int, table: On) -> Change | None:
    """Answers how to add a column; None where it is safe as it is, or nobody knows better.

    Args:
        node: its parse tree.
        said: the command's text.
        start: where that begins in its statement.
        table: where.
    """
    column = added_column(said, start, node)
    kinds = [one.contype.name for one, _ in column.constraints]
    known = {"CONSTR_NOTNULL", "CONSTR_NULL", "CONSTR_DEFAULT", "CONSTR_CHECK", "CONSTR_UNIQUE"}
    if len(set(kinds)) != len(kinds) or set(kinds) - known - {"CONSTR_FOREIGN"}:
        return None
    if "serial" in read_type(node.typeName).name:
        return None
    if is_constrained_domain(read_type(node.typeName), table.world):
        return None
    by_kind = {one.contype.name: one for one, _ in column.constraints}
    default = by_kind.get("CONSTR_DEFAULT")
    if default is not None and is_volatile(default.raw_expr, table.world):
        return _filled(node, column, table) if set(kinds) <= _VALUED else None
    if "CONSTR_UNIQUE" in by_kind:
        return _unique(node, column, by_kind["CONSTR_UNIQUE"], table)
    return _proved(node, column, by_kind, table)


_VALUED = frozenset(("CONSTR_NOTNULL", "CONSTR_NULL", "CONSTR_DEFAULT"))


def _name(one: Any, columns: tuple[str, ...], table: On) -> str:
    known = Constraint(one.contype.name, columns, one.raw_expr)
    return plain(one.conname or making.constraint_name(table.relation, known))


def _body(column: Column, kind: str) -> str:
    """What stands behind a constraint's name."""
    text = column.text_of(kind)
    if text.lower().startswith("constraint"):
        return text.split(None, 2)[2]
    return text


def _proved(node: Any, column: Column, by_kind: dict[str, Any], table: On) -> Change | None:
    """Its check and its foreign key are added unproved beside it, and proved later."""
    loose = {"CONSTR_CHECK"} & by_kind.keys()
    if "CONSTR_DEFAULT" in by_kind:
        loose |= {"CONSTR_FOREIGN"} & by_kind.keys()
    if not loose:
        return None
    now, later = [column.without(*loose)], list[Step]()
    for kind in sorted(loose):
        body = _body(column, kind)
        if kind == "CONSTR_FOREIGN":
            body = f"foreign key ({plain(node.colname)}) {body}"
        columns = making.columns_of(by_kind[kind]) if kind == "CONSTR_CHECK" else (node.colname,)
        change = constraints.not_valid(_name(by_kind[kind], columns, table), body, table)
        now += change.now
        later += change.later
    return constraints.Change(tuple(now), tuple(later))


def _unique(node: Any, column: Column, key: Any, table: On) -> Change | None:
    name = _name(key, (node.colname,), table)
    kept = (column.without("CONSTR_UNIQUE"),)
    if {"CONSTR_CHECK", "CONSTR_FOREIGN"} & {one.contype.name for one, _ in column.constraints}:
        return None
    return constraints.key(name, "CONSTR_UNIQUE", key, table, kept=kept, of=node.colname)


def _filled(node: Any, column: Column, table: On) -> Change:
    """The column is added empty, new rows get the value, and the old ones in batches."""
    from refdb.lint.safety.written.rewrite import batches  # noqa: PLC0415 - which asks this room

    name = plain(node.colname)
    value = column.text_of("CONSTR_DEFAULT")
    empty = column.without("CONSTR_DEFAULT", "CONSTR_NOTNULL")
    target = named_as(table)
    fill = Step(
        batches(f"update {target}\nset {name} = default", target, f"{name} is null"),
        REPEATED,
        is_later=True,
        undo=(f"update {target}\nset {name} = null",),
        word="fill",
        loses=f"the values of {name}",
    )
    now = (empty, f"alter column {name} set {value}")
    is_required = any(one.contype.name == "CONSTR_NOTNULL" for one, _ in column.constraints)
    if not is_required:
        return constraints.Change(now, (fill,))
    table.relation.columns.pop(node.colname, None)
    change = constraints.not_null(node.colname, table)
    steps = (
        ()
        if change is None
        else (
            Step(
                f"{table.alter}\n    {change.now[0]}",
                is_later=True,
                undo=(constraints.first_undo(node.colname, table),),
                word="check",
            ),
            *change.later,
        )
    )
    return constraints.Change(now, (fill, *steps))


def named_as(table: On) -> str:
    """Answers the table's name as the statement writes it."""
    return table.whole.table
