"""The SQL inside a PL/pgSQL body: every expression, where it stands, and what it can name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from refdb.sqltext.declared import Section, Variable, declared, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AS_IT_IS, _EXPRESSION = 0, 2  # parseMode; above it, assignments
_SELECT = "select"
_LOOPS = frozenset(("loop", "while", "fori", "fors", "forc", "foreach_a", "dynfors"))
_DYNAMIC = frozenset(("dynexecute", "dynfors"))
_TARGETS = ("target", "var")
_STATEMENT = "PLpgSQL_stmt_"
_NAMES = {
    "execsql": "statement",
    "fors": "for",
    "forc": "for",
    "fori": "for",
    "foreach_a": "foreach",
    "assign": "assignment",
    "return_query": "return query",
    "return_next": "return next",
    "dynexecute": "execute",
    "dynfors": "for … in execute",
}
_OPTIONS = ("use_column", "use_variable", "error")


@dataclass(frozen=True)
class Expression:
    """One SQL statement or expression of a body.

    Attributes:
        sql: a whole statement: an expression has `select` in front of it.
        source: the part of `sql` that the body's text has.
        kind: the PL/pgSQL statement that it stands in, such as `for`, `if`, `return query`.
        line: that statement's line in the body, from 1.
        loops: the lines of the loops around it, outermost first.
        names: the variables that it can name, by name and by `label.name`.
        gives: the record that takes its row; empty where none does.
        is_dynamic: it is not run itself: its value is.
    """

    sql: str
    source: str
    kind: str
    line: int
    loops: tuple[int, ...] = ()
    names: dict[str, Variable] = field(default_factory=dict)
    gives: str = ""
    is_dynamic: bool = False


@dataclass(frozen=True)
class Body:
    """A PL/pgSQL body.

    Attributes:
        expressions: its SQL, in the order in which it is written.
        conflict: `error`, `use_column` or `use_variable`: what a name means that is a column's
            and a variable's.
    """

    expressions: tuple[Expression, ...]
    conflict: str = "error"


def read_body(body: str, head: str, outer: dict[str, Variable]) -> Body:
    """Answers the SQL inside a PL/pgSQL body.

    Args:
        body: its text.
        head: `create function …` up to its `as`, with types that pglast's reader takes.
        outer: what every statement of it can name besides what it declares: parameters.

    Raises:
        pglast.parser.ParseError: it cannot be read.
    """
    import pglast  # noqa: PLC0415 - 50 ms that only an audit pays

    found = declared(body)
    tag = "$refdb_body$"
    text = f"{head} as {tag}{found.readable}{tag}"
    function = pglast.parse_plpgsql(text)[0]["PLpgSQL_function"]
    reader = _Reader(found.sections, function.get("datums", ()))
    start = _Place("body", 1, names=reader.specials() | outer)
    return Body(tuple(reader.walk(function["action"], start)), _conflict(body))


def _conflict(body: str) -> str:
    words = body.split("begin", 1)[0].split()
    if "#variable_conflict" not in words:
        return "error"
    word = words[words.index("#variable_conflict") + 1 :][:1]
    return word[0] if word and word[0] in _OPTIONS else "error"


@dataclass(frozen=True)
class _Place:
    """Where the walk is."""

    kind: str
    line: int
    loops: tuple[int, ...] = ()
    names: dict[str, Variable] = field(default_factory=dict)
    gives: str = ""
    is_dynamic: bool = False


class _Reader:
    def __init__(self, sections: tuple[Section, ...], datums: Any) -> None:
        self._sections = sections
        self._datums = datums

    def specials(self) -> dict[str, Variable]:
        """What PL/pgSQL itself gives: found, tg_op …, sqlstate."""
        found = {}
        for one in self._datums:
            var = one.get("PLpgSQL_var")
            is_special = var and ("lineno" not in var or var["refname"] in {"sqlstate", "sqlerrm"})
            if var and is_special and "datatype" in var:
                found[var["refname"]] = Variable(var["refname"], _type_of(var))
        return found

    def walk(self, node: Any, place: _Place) -> Iterator[Expression]:
        if isinstance(node, list):
            for one in node:
                yield from self.walk(one, place)
        if not isinstance(node, dict):
            return
        for key, value in node.items():
            if key == "PLpgSQL_expr":
                yield _expression(value, place)
            elif key.startswith(_STATEMENT):
                yield from self._statement(key.removeprefix(_STATEMENT), value, place)
            elif isinstance(value, dict) and "lineno" in value and "elsif" in key:
                yield from self.walk(value, replace(place, line=value["lineno"]))
            else:
                yield from self.walk(value, place)

    def _statement(self, word: str, node: Any, place: _Place) -> Iterator[Expression]:
        line = node.get("lineno", place.line)
        if word == "block":
            yield from self._block(node, replace(place, line=line))
            return
        kind = _NAMES.get(word, word.replace("_", " "))
        gives = self._assigned(node) if word == "assign" else ""
        here = replace(place, kind=kind, line=line, gives=gives, is_dynamic=False)
        inside = here
        if word in _LOOPS:
            inside = replace(here, loops=(*here.loops, line), names=here.names | _counter(node))
        # A loop's query gives the record that its body reads, and the reader writes it behind.
        for key, value in sorted(node.items(), key=lambda one: one[0] == "body"):
            if key == "body" or (word == "while" and key == "cond"):
                yield from self.walk(value, inside)
            elif key in {"query", "sqlstmt", "dynquery"}:
                is_dynamic = key == "dynquery" or word in _DYNAMIC
                gives = _record(node)
                yield from self.walk(value, replace(here, gives=gives, is_dynamic=is_dynamic))
            elif key not in _TARGETS:
                yield from self.walk(value, here)

    def _assigned(self, node: Any) -> str:
        """The record that a whole row is assigned to."""
        number = node.get("varno", 0)
        datum = self._datums[number] if number < len(self._datums) else {}
        return str(datum.get("PLpgSQL_rec", {}).get("refname", ""))

    def _block(self, node: Any, place: _Place) -> Iterator[Expression]:
        own = [one for one in self._sections if one.begin == place.line]
        for section in own:
            place = replace(place, names=place.names | visible(section))
        for section in own:
            yield from self._initial(section, place)
        for key, value in node.items():
            if key != "lineno":
                yield from self.walk(value, place)

    def _initial(self, section: Section, place: _Place) -> Iterator[Expression]:
        """The queries of cursors, and the values that variables begin with."""
        lines = {(one.name, one.line) for one in section.variables}
        for datum in self._datums:
            var = next(iter(datum.values()))
            if (var.get("refname"), var.get("lineno")) not in lines:
                continue
            here = replace(place, line=var["lineno"])
            yield from self.walk(var.get("default_val"), replace(here, kind="declaration"))
            names = place.names | self._arguments(var.get("cursor_explicit_argrow"))
            cursor = replace(here, kind="cursor", names=names)
            yield from self.walk(var.get("cursor_explicit_expr"), cursor)

    def _arguments(self, row: int | None) -> dict[str, Variable]:
        if row is None or row >= len(self._datums):
            return {}
        fields = self._datums[row].get("PLpgSQL_row", {}).get("fields", ())
        numbers = [one["varno"] for one in fields]
        found = (self._datums[one]["PLpgSQL_var"] for one in numbers if one < len(self._datums))
        return {one["refname"]: Variable(one["refname"], _type_of(one)) for one in found}


def _type_of(var: Mapping[str, Any]) -> str:
    return str(var.get("datatype", {}).get("PLpgSQL_type", {}).get("typname", ""))


def _counter(node: Mapping[str, Any]) -> dict[str, Variable]:
    """The variable that `for i in 1..n` makes."""
    var = node.get("var", {}).get("PLpgSQL_var") if "lower" in node else None
    return {var["refname"]: Variable(var["refname"], "integer")} if var else {}


def _record(node: Mapping[str, Any]) -> str:
    for key in _TARGETS:
        target = node.get(key, {})
        if isinstance(target, dict) and "PLpgSQL_rec" in target:
            return str(target["PLpgSQL_rec"]["refname"])
    return ""


def _expression(node: Mapping[str, Any], place: _Place) -> Expression:
    query, mode = str(node["query"]), node.get("parseMode", _AS_IT_IS)
    source = query if mode <= _EXPRESSION else _assigned(query)
    sql = source if mode == _AS_IT_IS else f"{_SELECT} {source}"
    if place.kind == "perform":  # the reader writes it as a select
        source = source[len(_SELECT) :].lstrip()
    return Expression(
        sql,
        source,
        place.kind,
        place.line,
        place.loops,
        place.names,
        place.gives,
        place.is_dynamic,
    )


def _assigned(text: str) -> str:
    """What stands behind the sign of an assignment."""
    from pglast.parser import scan  # noqa: PLC0415 - 50 ms that only an audit pays

    for token in scan(text):
        if token.name in {"COLON_EQUALS", "ASCII_61"}:
            return text[token.end + 1 :].lstrip()
    return text


def line_of(body: str, expression: Expression, offset: int) -> int:
    """Answers the body's line, from 1, of a character of an expression's `sql`.

    The reader leaves blanks where `into …` stood, so characters are where they were.
    """
    source = expression.source
    begin = sum(len(one) + 1 for one in body.split("\n")[: expression.line - 1])
    first = source.split(None, 1)[0] if source.strip() else ""
    start = body.find(first, begin)
    if start < 0:
        return expression.line
    inside = max(offset - (len(expression.sql) - len(source)), 0)
    return body.count("\n", 0, start + inside) + 1
