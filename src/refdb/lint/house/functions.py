"""Rules over functions: their labels, their search_path, what they raise and what they execute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.lint.house.text import Found, holds
from refdb.lint.routines import routines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.lint.routines import Routine, Step
    from refdb.lint.sources import Source

_FUNCTIONS = ("function",)
_LABELS = {
    "volatility": "volatile, stable or immutable",
    "parallel": "parallel safe, restricted or unsafe",
    "strict": "strict or called on null input",
    "security": "security invoker or security definer",
}
_OF_PROCEDURES = ("security",)
_PATH = ("pg_catalog", "pg_temp")
_EXCEPTION = 21  # elog_level of `raise exception`
_FIELDS = {0: "errcode", 2: "detail", 3: "hint"}  # opt_type of a raise option
_DYNAMIC = frozenset(("dynexecute", "dynfors"))
_AS_QUERY = "(select {})"  # an expression alone is no statement
_SAFE_CALLS = frozenset(("format", "quote_ident", "quote_literal", "quote_nullable"))


@holds(
    "function-labels", "a function's labels are written, for leaving one out resets it", _FUNCTIONS
)
def function_labels(source: Source) -> Iterator[Found]:
    """Answers the labels that are left to their defaults."""
    for one in _named(source):
        wanted = _OF_PROCEDURES if one.node.is_procedure else tuple(_LABELS)
        missing = [_LABELS[key] for key in wanted if key not in one.options]
        if missing:
            yield Found(
                one.statement.line,
                f"{one.name} does not say whether it is {'; '.join(missing)}",
                "Write what is true of it: `create or replace` resets what the text leaves out.",
            )


@holds("search-path", "a body that is read when it runs sets its search_path", _FUNCTIONS)
def search_path(source: Source) -> Iterator[Found]:
    """Answers bodies in which a caller's temporary table could stand for another one."""
    for one in _named(source):
        if not one.body or one.language not in {"plpgsql", "sql"} or _commits(one):
            continue
        path = one.settings.get("search_path")
        if path is None or path[:1] != _PATH[:1] or path[-1:] != _PATH[1:]:
            yield Found(
                one.statement.line,
                f"a caller's temporary table can stand for what {one.name} names"
                if path is None
                else f"{one.name}'s search_path is not from pg_catalog to pg_temp",
                "Write `set search_path = pg_catalog, pg_temp`, and every name with its schema.",
            )


def _commits(routine: Routine) -> bool:
    """Postgres refuses to end a transaction in a procedure that has a setting of its own."""
    return any(one.word in {"commit", "rollback"} for one in routine.steps)


@holds("string-body", "a function in SQL has a SQL-standard body", _FUNCTIONS)
def string_body(source: Source) -> Iterator[Found]:
    """Answers SQL functions whose body is a string."""
    for one in _named(source):
        if one.language == "sql" and one.body:
            yield Found(
                one.statement.line,
                f"the body of {one.name} is a string: its names are bound when it runs,"
                " and dropping what it uses is not refused",
                "Write `return …;` or `begin atomic … end;`, or make it plpgsql.",
            )


@holds("raise-fields", "an error has errcode, detail and hint", _FUNCTIONS)
def raise_fields(source: Source) -> Iterator[Found]:
    """Answers errors that say less than whoever catches them needs."""
    for one in routines_of(source):
        for step in one.steps:
            missing = _missing_fields(step) if step.word == "raise" else ()
            if missing:
                yield Found(
                    step.line,
                    f"the error has no {', '.join(missing)}",
                    "Write `raise exception '…' using errcode = …, detail = …, hint = …`.",
                )


def _missing_fields(step: Step) -> tuple[str, ...]:
    """A bare `raise` gives on what came; a condition's name is its code."""
    node = step.node
    is_again = not any(key in node for key in ("message", "condname", "options"))
    if node.get("elog_level") != _EXCEPTION or is_again:
        return ()
    given = {one["PLpgSQL_raise_option"].get("opt_type", 0) for one in node.get("options", ())}
    if "condname" in node:
        given.add(0)
    return tuple(word for number, word in _FIELDS.items() if number not in given)


@holds("dynamic-sql", "SQL is put together by format with %I and %L", _FUNCTIONS)
def dynamic_sql(source: Source) -> Iterator[Found]:
    """Answers statements that are put together from values."""
    for one in routines_of(source):
        for step in one.steps:
            if step.word in _DYNAMIC:
                why = _unsafe(_query(step), one)
                if why:
                    yield Found(
                        step.line,
                        why,
                        "Write `execute format('… %I … %L', name, value)`, values by `using`.",
                    )


def _query(step: Step) -> Any:
    part = step.node.get("query") or step.node.get("dynquery") or {}
    text = part.get("PLpgSQL_expr", {}).get("query", "")
    return sqltext.parsed(_AS_QUERY.format(text)) if text else None


def _unsafe(query: Any, routine: Routine) -> str:
    if query is None:
        return ""
    value = query.targetList[0].val
    if _is_constant(value):
        return ""
    if type(value).__name__ == "FuncCall" and value.funcname[-1].sval == "format":
        if not value.args or not _is_constant(value.args[0]):
            return "what format fills in is no constant"
        has_plain = "%s" in str(value.args[0].val.sval)
        return "%s puts a value into a statement as it is" if has_plain else ""
    if type(value).__name__ == "A_Expr" and value.name[-1].sval == "||":
        return (
            ""
            if all(map(_is_safe, _joined(value)))
            else "a value is joined to a statement as it is"
        )
    return "a definer executes a text that is made elsewhere" if routine.is_definer else ""


def _is_constant(node: Any) -> bool:
    return type(node).__name__ == "A_Const"


def _joined(node: Any) -> Iterator[Any]:
    if type(node).__name__ == "A_Expr" and node.name[-1].sval == "||":
        yield from _joined(node.lexpr)
        yield from _joined(node.rexpr)
    else:
        yield node


def _is_safe(node: Any) -> bool:
    is_call = type(node).__name__ == "FuncCall"
    return _is_constant(node) or (is_call and node.funcname[-1].sval in _SAFE_CALLS)


def _named(source: Source) -> Iterator[Routine]:
    return (one for one in routines_of(source) if one.name)


RULES = (function_labels, search_path, string_body, raise_fields, dynamic_sql)
