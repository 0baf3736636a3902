"""Asks the server for a plan. Nothing is changed, nothing stays behind."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from psycopg.sql import SQL, Literal

from refdb import db
from refdb.errors import BadRequestError
from refdb.explain.node import Plan, read_plan
from refdb.queries import load
from refdb.sqltext import position_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from psycopg.sql import Composed

    from refdb.db import Connection

_HAS_GENERIC_PLAN = 160000  # server_version_num from which `explain (generic_plan)` is there


@dataclass(frozen=True)
class Origin:
    """Where a query and its parameters stand, for errors.

    Attributes:
        file: the file's name.
        line: the line on which the query's text begins.
        params_line: the line of the parameters' types.
        values_line: the line of the parameters' values.
    """

    file: str = ""
    line: int = 1
    params_line: int = 1
    values_line: int = 1


def plan_of(  # noqa: PLR0913 - each is named where it is given
    conn: Connection,
    query: str,
    params: Sequence[str] | None = (),
    values: str = "",
    *,
    origin: Origin | None = None,
    analyze: bool = False,
) -> Plan:
    """Answers the plan of one query, without running it unless that is asked for.

    Without values this is the generic plan, the one that serves any values: what a prepared
    statement and a query inside a PL/pgSQL function end up with. With values it is the plan for
    those values.

    Args:
        conn: a connection; what is done there is rolled back.
        query: one select, insert, update, delete, merge or values, with $1, $2 …
        params: the types of $1, $2 …; None to take those that the server finds.
        values: SQL expressions separated by commas, one for each parameter; subqueries may
            stand in brackets. They are computed once, in a read-only transaction.
        origin: where all this stands, for errors.
        analyze: run it, so that each node has what really happened; what it changes is rolled
            back. Only for a throwaway.

    Raises:
        StatementFailedError: the server cannot plan it, or cannot compute the values.
        BadRequestError: there are more or fewer types or values than parameters.
    """
    origin = origin or Origin()
    with db.failures(origin.file), conn.transaction(force_rollback=True):
        _settle(conn, custom=bool(values), analyze=analyze)
        plan = _ask(conn, query, params, values, origin, analyze=analyze)
        if _was_pruned_blindly(conn, plan):
            conn.execute(load("explain/keep_partitions"))
            plan = _ask(conn, query, params, values, origin, analyze=analyze)
    return plan


def values_of(conn: Connection, values: str, *, origin: Origin | None = None) -> str:
    """Answers expressions as constants, as they are where the rows are that they look for.

    Args:
        conn: a connection to a database with such rows; nothing is changed there.
        values: SQL expressions separated by commas.
        origin: where they stand, for errors.

    Raises:
        StatementFailedError: the server cannot compute them.
        BadRequestError: they are not one row.
    """
    origin = origin or Origin()

    def locate(*_: object) -> tuple[int, int | None, str]:
        return origin.values_line, None, values

    with db.failures(origin.file, locate), conn.transaction(force_rollback=True):
        _settle(conn, custom=True, analyze=False)
        found = _literals(conn, values, None, origin)
    return SQL(", ").join(map(Literal, found)).as_string(conn)


def _settle(conn: Connection, *, custom: bool, analyze: bool) -> None:
    mode = "force_custom_plan" if custom else "force_generic_plan"
    read_only = "off" if analyze else "on"
    settings = SQL(load("explain/settings"))
    conn.execute(settings.format(mode=Literal(mode), read_only=Literal(read_only)))


def _ask(  # noqa: PLR0913 - what plan_of was asked for
    conn: Connection,
    query: str,
    params: Sequence[str] | None,
    values: str,
    origin: Origin,
    *,
    analyze: bool,
) -> Plan:
    with _prepared(conn, query, params or (), origin):
        types = conn.execute(load("explain/parameters")).fetchall()[0][0]
        if params is not None:
            _check_types(types, params, origin)
        if values:
            return _custom_plan(conn, values, types, origin, analyze=analyze)
        if analyze:
            return _run_plan(conn, types, origin)
        can_say_generic = conn.info.server_version >= _HAS_GENERIC_PLAN
        name = "explain/generic" if can_say_generic else "explain/explain"
        return read_plan(_explain(conn, name, [None] * len(types)))


def _run_plan(conn: Connection, types: Sequence[str], origin: Origin) -> Plan:
    if types:
        raise BadRequestError(
            f"the query has {_number(len(types), 'parameter')} without a value and cannot be run",
            file=origin.file,
            line=origin.params_line,
            hint="Write `-- with: expression, expression`, one for each.",
        )
    return read_plan(_explain(conn, "explain/analyze", ()))


def _was_pruned_blindly(conn: Connection, plan: Plan) -> bool:
    """Nulls stood for the values, no partition holds nulls, so the server left all out."""
    return (
        plan.kind == "generic"
        and plan.execution_ms is None
        and conn.info.server_version < _HAS_GENERIC_PLAN
        and any(node.pruned for node in plan.nodes)
    )


def _custom_plan(
    conn: Connection, values: str, types: Sequence[str], origin: Origin, *, analyze: bool
) -> Plan:
    def locate(*_: object) -> tuple[int, int | None, str]:
        return origin.values_line, None, values

    with db.failures(origin.file, locate):
        literals = _literals(conn, values, types, origin)
        name = "explain/analyze" if analyze else "explain/explain"
        plan = read_plan(_explain(conn, name, literals), "custom")
        return replace(plan, values=SQL(", ").join(map(Literal, literals)).as_string(conn))


@contextmanager
def _prepared(
    conn: Connection, query: str, params: Sequence[str], origin: Origin
) -> Iterator[None]:
    types = SQL(" ({})").format(SQL(", ").join(map(SQL, params))) if params else SQL("")
    composed = SQL(load("explain/prepare")).format(types=types, query=SQL(query))
    begin = len(composed.as_string(conn).rstrip()) - len(query)

    def locate(position: int | None, _: int) -> tuple[int, int | None, str]:
        if position is None or position <= begin:
            return origin.line if position is None else origin.params_line, None, query
        line, column = position_of(query, position - begin - 1)
        return origin.line + line - 1, column, query

    with db.failures(origin.file, locate):
        _run_one(conn, composed)
    try:
        with conn.transaction():
            yield
    finally:
        if not conn.broken:
            conn.execute(load("explain/deallocate"))


def _run_one(conn: Connection, composed: Composed) -> Any:
    """In a pipeline the server takes one statement only, so no text can hide a second one."""
    with conn.pipeline():
        return conn.execute(composed)


def _check_types(types: Sequence[str], params: Sequence[str], origin: Origin) -> None:
    if len(types) > len(params):
        raise BadRequestError(
            f"the query has {_number(len(types), 'parameter')}, and params names "
            f"{_number(len(params), 'type')}",
            file=origin.file,
            line=origin.params_line,
            hint=f"Write `-- params: {', '.join(types)}`, with the types that you mean.",
        )


def _number(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def _literals(
    conn: Connection, values: str, types: Sequence[str] | None, origin: Origin
) -> list[str | None]:
    """The values as the server writes them, because `execute` takes no subqueries."""
    result = _run_one(conn, SQL(load("explain/values")).format(values=SQL(values))).pgresult
    wanted = result.nfields if types is None else len(types)
    if result.nfields != wanted or result.ntuples != 1:
        raise BadRequestError(
            f"there are {_number(result.nfields, 'value')} for {_number(wanted, 'parameter')}"
            if result.ntuples == 1
            else f"the values are {_number(result.ntuples, 'row')} instead of one",
            file=origin.file,
            line=origin.values_line,
            hint="Write one expression for each parameter, separated by commas.",
        )
    found = (result.get_value(0, column) for column in range(result.nfields))
    return [None if value is None else bytes(value).decode() for value in found]


def _explain(conn: Connection, name: str, literals: Sequence[str | None]) -> Any:
    joined = SQL(", ").join(map(Literal, literals))
    values = SQL("({})").format(joined) if literals else SQL("")
    return conn.execute(SQL(load(name)).format(values=values)).fetchall()[0][0]
