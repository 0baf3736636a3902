"""The statements inside functions and procedures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.plans.audit.names import Scope, UnknownRowError, numbered
from refdb.plans.audit.places import Place
from refdb.plans.audit.values import Statement, Unchecked
from refdb.queries import load
from refdb.sqltext import inside
from refdb.sqltext.declared import Variable, readable_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.plans.audit.places import Places
    from refdb.plans.audit.triggers import Fired
    from refdb.plans.audit.types import Types
    from refdb.sqltext.inside import Body, Expression
    from refdb.sqltext.numbering import Numbered

_OUT = frozenset(("FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"))
_CONFLICT = "plpgsql.variable_conflict"
_AT_RUN_TIME = "its text is made at run time"


@dataclass(frozen=True)
class Function:
    """A function, and what its statements can name.

    Attributes:
        entry: its entry in the snapshot.
        names: its parameters, by name, `function.name` and `$1`.
        head: `create function …` for the reader of PL/pgSQL.
        fired: the trigger that calls it, None for what is no trigger function.
        roles: who may run it.
        assumptions: what holds for all of its statements.
    """

    entry: Entry
    names: dict[str, Variable]
    head: str
    fired: Fired | None = None
    roles: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = field(default_factory=tuple)


def read_function(entry: Entry, fired: Fired | None, roles: tuple[str, ...]) -> Function:
    """Answers a function with its parameters.

    Raises:
        pglast.parser.ParseError: its parameters cannot be read.
    """
    arguments, returns = entry.get("arguments") or "", entry.get("returns")
    stub = load("plans/function").format(arguments=arguments, returns=returns or "void")
    node = sqltext.parsed(stub)
    parameters = [_parameter(one) for one in node.parameters or ()]
    names: dict[str, Variable] = {}
    number = 0
    for mode, variable in parameters:
        if mode not in _OUT:
            number += 1
            names[f"${number}"] = variable
        if variable.name:
            names |= {variable.name: variable, f"{entry.name}.{variable.name}": variable}
    for row in ("new", "old") if returns == "trigger" else ():
        names[row] = Variable(row, f"{fired.table}%rowtype" if fired else "record")
    unknown = [one.name for one in names.values() if one.type.lower().startswith("any")]
    assumed = (f"{', '.join(dict.fromkeys(unknown))}: any type that fits",) if unknown else ()
    head = _head(entry, parameters, returns)
    return Function(entry, names, head, fired, roles, assumed)


def _parameter(node: Any) -> tuple[str, Variable]:
    from pglast.stream import RawStream  # noqa: PLC0415 - 50 ms that only an audit pays

    return node.mode.name, Variable(node.name or "", RawStream()(node.argType))


def _head(entry: Entry, parameters: list[tuple[str, Variable]], returns: str | None) -> str:
    shown, outs = [], []
    for mode, one in parameters:
        word = "out" if mode in _OUT else "inout" if mode == "FUNC_PARAM_INOUT" else "in"
        kind = readable_type(one.type)
        shown.append(f"{word} {sqltext.quoted(one.name) if one.name else ''} {kind}")
        outs += [kind] if mode == "FUNC_PARAM_TABLE" else []
    answer = readable_type(returns or "")
    if outs:
        answer = f"setof {outs[0] if len(outs) == 1 else 'record'}"
    elif (returns or "").lower().startswith("setof "):
        answer = f"setof {readable_type((returns or '')[6:])}"
    kind = "procedure" if entry.kind == "procedure" else "function"
    given = "" if kind == "procedure" else f" returns {answer or 'void'}"
    name = sqltext.quoted(entry.name.strip('"'))
    return " ".join(("create", kind, f"{name}({', '.join(shown)}){given} language plpgsql"))


def statements_of(
    function: Function, types: Types, places: Places
) -> Iterator[Statement | Unchecked]:
    """Answers the statements of a function, and those that cannot be planned."""
    entry = function.entry
    if entry.get("sql_body"):
        yield from _of_atomic(function, types, places)
    elif entry.get("language") == "sql":
        yield from _of_string(function, types, places)
    elif entry.get("language") == "plpgsql":
        yield from _of_plpgsql(function, types, places)


def _of_plpgsql(
    function: Function, types: Types, places: Places
) -> Iterator[Statement | Unchecked]:
    import pglast  # noqa: PLC0415 - 50 ms that only an audit pays

    entry, text = function.entry, str(function.entry.get("body"))
    place = places.body(entry.name, text)
    try:
        body = inside.read_body(text, function.head, function.names)
    except pglast.parser.ParseError as error:
        yield Unchecked(entry.identity, f"its body cannot be read: {error.args[0]}", *place)
        return
    maker = _Maker(function, types, place, text, _columns_win(body, entry))
    for number, expression in enumerate(body.expressions):
        yield from maker.made(expression, f"{entry.identity}#{number}")


def _columns_win(body: Body, entry: Entry) -> bool:
    by_setting = (entry.get("settings") or {}).get(_CONFLICT)
    return (body.conflict if body.conflict != "error" else by_setting) == "use_column"


@dataclass
class _Maker:
    """Makes statements of the expressions of one body, in order."""

    function: Function
    types: Types
    place: Place
    body: str
    columns_win: bool
    givers: dict[str, str] = field(default_factory=dict)

    def made(self, given: Expression, number: str) -> Iterator[Statement | Unchecked]:
        entry, line = self.function.entry, self._line(given.line)
        try:
            expression = _constant(given) if given.is_dynamic else given
            if expression is None:
                yield Unchecked(entry.identity, _AT_RUN_TIME, self.place.file, line)
                return
            found, params = numbered(expression.sql, self._scope(expression))
        except UnknownRowError as error:
            reason = f"only run time knows the columns of {error}"
            yield Unchecked(entry.identity, reason, self.place.file, line)
            return
        except Exception as error:  # noqa: BLE001 - pglast's error is loaded late
            reason = f"it cannot be read: {error.args[0]}"
            yield Unchecked(entry.identity, reason, self.place.file, line)
            return
        if given.gives:
            self.givers[given.gives] = number
        if not (found.has_source and found.is_plannable) and not given.gives:
            return
        lines = {
            one.alias: line if given.is_dynamic else self._line_at(expression, one.offset)
            for one in found.relations
        }
        yield replace(
            _statement(self.function, number, given.kind, found.text),
            params=params,
            file=self.place.file,
            line=line,
            loops=tuple(map(self._line, given.loops)),
            lines=lines,
            assumptions=(*self.function.assumptions, *_fired(self.function, found)),
        )

    def _scope(self, expression: Expression) -> Scope:
        rows = self.function.fired.rows if self.function.fired else {}
        return Scope(expression.names, self.types, self.columns_win, self.givers, rows)

    def _line(self, line: int) -> int:
        return self.place.line + line - 1 if self.place.line else 0

    def _line_at(self, expression: Expression, offset: int) -> int:
        return self._line(inside.line_of(self.body, expression, offset))


def _fired(function: Function, found: Numbered) -> tuple[str, ...]:
    return (function.fired.assumption,) if function.fired and found.has_source else ()


def _statement(function: Function, number: str, kind: str, text: str) -> Statement:
    settings = function.entry.get("settings") or {}
    return Statement(
        number,
        function.entry.identity,
        kind,
        text,
        settings=settings,
        roles=function.roles,
        assumptions=function.assumptions,
    )


def _constant(given: Expression) -> Expression | None:
    """Answers the statement that `execute 'a constant'` runs; None for any other text."""
    node = sqltext.parsed(given.sql)
    targets: Any = getattr(node, "targetList", None) or ()
    value = getattr(targets[0].val, "val", None) if len(targets) == 1 else None
    text = getattr(value, "sval", None)
    if not isinstance(text, str):
        return None
    # What `using` gives is $1, $2 … of types that the statement asks for.
    return replace(given, sql=text, source=text, names={}, is_dynamic=False)


def _of_string(function: Function, types: Types, places: Places) -> Iterator[Statement | Unchecked]:
    body = str(function.entry.get("body"))
    place = places.body(function.entry.name, body)
    for number, one in enumerate(sqltext.split(body)):
        line = place.line + one.line - 1 if place.line else 0
        yield from _of_sql(function, types, number, one.text, Place(place.file, line))


def _of_atomic(function: Function, types: Types, places: Places) -> Iterator[Statement | Unchecked]:
    """The server's own text of it names every parameter and column without doubt."""
    found = places.atomic(function.entry)
    for number, text in enumerate(_atomic_texts(str(function.entry.get("sql_body")))):
        place = found[number] if number < len(found) else Place()
        yield from _of_sql(function, types, number, text, place)


def _atomic_texts(body: str) -> list[str]:
    text = body.strip()
    if text.upper().startswith("RETURN"):
        return [" ".join(("select", text[len("RETURN") :].strip()))]
    inside = text[len("BEGIN ATOMIC") : text.rindex("END")]
    return [one.text for one in sqltext.split(inside)]


def _of_sql(
    function: Function, types: Types, number: int, text: str, place: Place
) -> Iterator[Statement | Unchecked]:
    entry = function.entry
    scope = Scope(function.names, types, columns_win=True, givers={}, rows={})
    try:
        found, params = numbered(text, scope)
    except Exception as error:  # noqa: BLE001 - pglast's error is loaded late
        yield Unchecked(entry.identity, f"it cannot be read: {error.args[0]}", *place)
        return
    if found.has_source and found.is_plannable:
        made = _statement(function, f"{entry.identity}#{number}", "statement", found.text)
        lines = {one.alias: place.line for one in found.relations}
        yield replace(made, params=params, file=place.file, line=place.line, lines=lines)
