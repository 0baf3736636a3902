"""The statements inside others: of `do` blocks, of functions that are called, of `execute '…'`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from refdb.lint.safety.world import calls_in, joined
from refdb.lint.safety.written.pieces import BODY_HEAD
from refdb.sqltext import parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.lint.safety.effects import Effects
    from refdb.lint.safety.world import Function

_HARMLESS = frozenset(("pg_catalog", "cron"))  # schemas whose functions lock no table
_DEEPEST = 8  # functions that call each other
# What arguments of format and variables stand for: something that was there.
_UNKNOWN = "refdb_unknown"
_PLACE = re.compile(r"%(?:\d+\$)?([IsL%])")


class _Unknown:
    """A statement that nobody can read before it runs."""


def do(node: Any, effects: Effects) -> None:
    """A `do` block."""
    options = {one.defname: one.arg for one in node.args}
    language = options["language"].sval if "language" in options else "plpgsql"
    _body(options["as"].sval, language, effects)


def call(node: Any, effects: Effects) -> None:
    """`call` of a procedure."""
    calls(node.funccall, effects)


def calls(node: Any, effects: Effects) -> None:
    """The bodies of the tree's own functions that a statement calls."""
    for parts in calls_in(node):
        name = joined(parts)
        found: Function | None = effects.world.functions.get(name)
        if found is None and len(parts) > 1 and parts[0] not in _HARMLESS:
            effects.is_complete = False
        if found is None or name in effects.calling or len(effects.calling) > _DEEPEST:
            continue
        effects.calling.append(name)
        _body(found.body, found.language, effects)
        effects.calling.pop()


def _body(text: str, language: str, effects: Effects) -> None:
    from refdb.lint.safety.statements import run  # noqa: PLC0415 - a statement holds statements

    try:
        for statement in _statements(text, language):
            run(statement, effects)
    except _unreadable():
        effects.is_complete = False


def _unreadable() -> tuple[type[Exception], ...]:
    from pglast.parser import ParseError  # noqa: PLC0415 - 50 ms that few commands pay

    return (ParseError, KeyError, IndexError)


def _statements(text: str, language: str) -> Iterator[Any]:
    import pglast  # noqa: PLC0415 - 50 ms that few commands pay

    if language == "sql":
        yield from (one.stmt for one in pglast.parse_sql(text))
    elif language == "plpgsql":
        from refdb.sqltext.inside import read_body  # noqa: PLC0415 - few migrations have bodies

        for one in read_body(text, BODY_HEAD, {}).expressions:
            if one.is_dynamic:
                yield from _dynamic(one.sql)
            else:
                yield _readable(one.sql)


def _readable(sql: str) -> Any:
    from pglast.parser import ParseError  # noqa: PLC0415 - see _unreadable

    try:
        return parsed(sql)
    except ParseError:
        return None  # an expression of PL/pgSQL's own, which is no statement


def _dynamic(sql: str) -> Iterator[Any]:
    """The statements of a text that is put together, with names in place of what is not known."""
    import pglast  # noqa: PLC0415 - see _statements
    from pglast.parser import ParseError  # noqa: PLC0415 - see _unreadable

    node = _readable(sql)
    text = _text(node.targetList[0].val) if node is not None else ""
    try:
        yield from (one.stmt for one in pglast.parse_sql(text))
    except ParseError:
        yield _Unknown()


def _text(node: Any) -> str:
    """The text that an expression gives."""
    kind = type(node).__name__
    if kind == "A_Const" and hasattr(node.val, "sval"):
        return str(node.val.sval)
    if kind == "TypeCast":
        return _text(node.arg)
    if kind == "A_Expr" and node.name[-1].sval == "||":
        return _text(node.lexpr) + _text(node.rexpr)
    if kind == "FuncCall" and node.args:
        name = node.funcname[-1].sval
        if name == "format":
            return _formatted(node.args)
        if name in {"quote_ident", "concat"}:
            return "".join(map(_text, node.args))
    return _UNKNOWN


def _formatted(args: Any) -> str:
    given = iter(args[1:])

    def filled(found: re.Match[str]) -> str:
        if found[1] == "%":
            return "%"
        value = _text(next(given, None))
        return f"'{value}'" if found[1] == "L" else value

    return _PLACE.sub(filled, _text(args[0]))
