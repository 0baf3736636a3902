"""Functions, procedures, aggregates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.foreign import hidden
from refdb.ddl.text import dollar_quoted, ident, items, listed, literal, lowered, remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

# Settings that are lists of names: their value is one already.
_LISTS = frozenset(
    ("search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries",
     "shared_preload_libraries", "unix_socket_directories")
)  # fmt: skip
_COMPILED = ("c", "internal")
_USUAL_ROWS = 1000


def routine(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes or replaces a function or procedure."""
    head = "".join(remark(f"The value of {name} is not known.") for name in hidden(entry))
    labels = "\n".join(_labels(entry))
    yield f"{head}{_opening(scope, entry)}\n{labels}\n{_body(entry)};"


def stub(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a function which does nothing yet."""
    yield f"{_opening(scope, entry)}\nlanguage plpgsql\nas $$ begin end $$;"


def _opening(scope: Scope, entry: Entry) -> str:
    word = "create or replace" if scope.is_replaced(entry) else "create"
    arguments = [lowered(one) for one in items(entry.attributes["arguments"])]
    listing = listed(arguments) if arguments else "()"
    returns = _returns(entry.get("returns"))
    return f"{word} {entry.kind} {entry.schema}.{entry.name}{listing}{returns}"


def _returns(result: str | None) -> str:
    if result is None:
        return ""
    if not result.startswith("TABLE("):
        return f"\nreturns {lowered(result)}"
    columns = items(result.removeprefix("TABLE(").removesuffix(")"))
    return f"\nreturns table {listed(columns)}"


def _labels(entry: Entry) -> Iterator[str]:
    yield f"language {ident(entry.attributes['language'])}"
    if entry.get("transforms"):
        types = ", ".join(f"for type {one}" for one in entry.attributes["transforms"])
        yield f"transform {types}"
    if entry.kind == "function":
        yield from _function_labels(entry)
    yield "security definer" if entry.get("security_definer") else "security invoker"
    for name, text in (entry.get("settings") or {}).items():
        yield f"set {name} = {setting(name, text)}"


def _function_labels(entry: Entry) -> Iterator[str]:
    if entry.get("window"):
        yield "window"
    yield str(entry.get("volatility"))
    yield f"parallel {entry.get('parallel')}"
    yield "strict" if entry.get("strict") else "called on null input"
    if entry.get("leakproof"):
        yield "leakproof"
    if entry.get("cost") != (1 if entry.get("language") in _COMPILED else 100):
        yield f"cost {entry.attributes['cost']:g}"
    if entry.get("rows") not in (None, _USUAL_ROWS):
        yield f"rows {entry.attributes['rows']:g}"
    if entry.get("support"):
        yield f"support {entry.get('support')}"


def setting(name: str, text: str) -> str:
    """Answers a setting's value as `set` wants it.

    Args:
        name: what is set; some are lists of names, whose items are quoted already.
        text: the value, as the catalog has it.
    """
    if name in _LISTS:
        return text.replace('""', "''") if text else "''"
    return literal(text)


def _body(entry: Entry) -> str:
    if entry.get("sql_body"):
        body: str = entry.attributes["sql_body"]
        return lowered(body)
    source: str = entry.get("body") or ""
    if entry.get("library"):
        return f"as {literal(entry.attributes['library'])}, {literal(source)}"
    is_compiled = entry.get("language") in _COMPILED
    return f"as {literal(source) if is_compiled else dollar_quoted(source)}"


_MODIFIES = {"r": "read_only", "s": "shareable", "w": "read_write"}
_PARTS = (
    ("state_function", "sfunc"),
    ("state_type", "stype"),
    ("state_size", "sspace"),
    ("final_function", "finalfunc"),
    ("final_extra", "finalfunc_extra"),
    ("final_modify", "finalfunc_modify"),
    ("combine_function", "combinefunc"),
    ("serial_function", "serialfunc"),
    ("deserial_function", "deserialfunc"),
    ("initial", "initcond"),
    ("moving_function", "msfunc"),
    ("moving_inverse", "minvfunc"),
    ("moving_type", "mstype"),
    ("moving_size", "msspace"),
    ("moving_final", "mfinalfunc"),
    ("moving_final_extra", "mfinalfunc_extra"),
    ("moving_final_modify", "mfinalfunc_modify"),
    ("moving_initial", "minitcond"),
    ("sort_operator", "sortop"),
    ("parallel", "parallel"),
)


def aggregate(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes an aggregate."""
    arguments = lowered(entry.attributes["arguments"]) or "*"
    parts = [_part(word, entry.get(name)) for name, word in _PARTS if entry.get(name) is not None]
    hypothetical = ["hypothetical"] if entry.get("form") == "hypothetical" else []
    listing = listed(parts + hypothetical)
    yield f"create aggregate {entry.schema}.{entry.name}({arguments}) {listing};"


def _part(word: str, given: object) -> str:
    if given is True:
        return word
    text = str(given)
    if word.endswith("_modify"):
        return f"{word} = {_MODIFIES[text]}"
    if word == "sortop":
        return f"sortop = operator({text.partition('(')[0]})"
    return f"{word} = {literal(text) if word in {'initcond', 'minitcond'} else text}"
