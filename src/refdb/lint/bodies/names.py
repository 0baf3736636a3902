"""Looks names up, where there is no plpgsql_check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.findings import Finding
from refdb.lint.bodies import rules
from refdb.lint.resolve import read_names, unknown_in
from refdb.sqltext import inside

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from refdb.db import Connection
    from refdb.lint.bodies.written import Written
    from refdb.lint.resolve import Names
    from refdb.lint.routines import Routine
    from refdb.sqltext.inside import Expression


def look_up(conn: Connection, written: Written, wanted: Collection[str]) -> Iterator[Finding]:
    """Answers the names in functions' statements that nothing has.

    Args:
        conn: a connection to a database with the schema.
        written: the functions.
        wanted: the names of the functions to look at.
    """
    names = read_names(conn)
    for (schema, name), (source, routine) in written.functions.items():
        if name in wanted:
            for line, message, hint in _unknown(routine, names):
                about = f"{schema}.{name}({', '.join(routine.types)})"
                rule = rules.UNKNOWN_NAME
                yield Finding(rule.name, about, message, rule.level, source.file, line, hint)


def _unknown(routine: Routine, names: Names) -> Iterator[tuple[int, str, str]]:
    statements = [(one, tree) for one in routine.expressions if (tree := _parsed(one)) is not None]
    own = {name for _, tree in statements for name in _temporary(tree)}
    if _is_trigger(routine):
        own |= {name for _, tree in statements for name in _unqualified(tree)}
    for expression, tree in statements:
        for one in unknown_in(tree, names, own):
            line = routine.line_of(inside.line_of(routine.body, expression, one.offset))
            message = f"the {one.kind} {one.name} is not there: the statement fails when reached"
            yield line, message, one.hint or "Correct the name, or create it before."


def _parsed(expression: Expression) -> Any:
    import pglast  # noqa: PLC0415 - 50 ms, see sqltext

    try:
        return sqltext.parsed(expression.sql)
    except pglast.parser.ParseError:
        return None


def _temporary(tree: Any) -> Iterator[str]:
    """The tables that a body makes for itself."""
    for one in sqltext.nodes(tree):
        if type(one).__name__ == "CreateTableAsStmt":
            yield str(one.into.rel.relname)
        elif type(one).__name__ == "CreateStmt":
            yield str(one.relation.relname)


def _unqualified(tree: Any) -> Iterator[str]:
    """What may be a trigger's transition table: nothing in the function says its name."""
    for one in sqltext.nodes(tree):
        if type(one).__name__ == "RangeVar" and not one.schemaname:
            yield str(one.relname)


def _is_trigger(routine: Routine) -> bool:
    given = routine.node.returnType
    return given is not None and given.names[-1].sval == "trigger"
