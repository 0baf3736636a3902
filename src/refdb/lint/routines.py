"""The functions that a file creates, and the PL/pgSQL in them as values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.sqltext import inside
from refdb.sqltext.declared import declared, readable_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refdb.lint.sources import Source
    from refdb.sqltext.inside import Expression

_OUT = frozenset(("FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"))
_BODY = "$refdb_body$"
_STATEMENT = "PLpgSQL_stmt_"
# What pglast's reader of PL/pgSQL wants around a body; no server sees it.
_CREATE = "create"
_DO = f"{_CREATE} function refdb_do() returns void language plpgsql"


@dataclass(frozen=True)
class Step:
    """One statement of a PL/pgSQL body.

    Attributes:
        word: what it is, such as `raise` or `dynexecute`.
        line: its line in the file.
        node: what pglast's reader says of it.
    """

    word: str
    line: int
    node: Mapping[str, Any]


@dataclass(frozen=True)
class Routine:
    """A function or procedure that a statement creates, or the body of a `do`.

    Attributes:
        statement: the statement.
        node: its parse tree.
        schema: its schema, empty where none is written.
        name: its name; empty for a `do`.
        body: the text of its body; empty for one in the SQL standard's form.
    """

    statement: sqltext.Statement
    node: Any
    schema: str
    name: str
    body: str

    @cached_property
    def options(self) -> dict[str, Any]:
        """Its clauses by their word: `language`, `volatility`, `security`."""
        written = self.node.options or () if self.name else self.node.args or ()
        return {one.defname: one.arg for one in written}

    @property
    def language(self) -> str:
        """The language that it is written in."""
        given = self.options.get("language")
        return str(given.sval) if given else "sql" if self.name else "plpgsql"

    @property
    def settings(self) -> dict[str, tuple[str, ...]]:
        """What its `set` clauses set, by name."""
        written = self.node.options or () if self.name else ()
        return {one.arg.name: _values(one.arg.args) for one in written if one.defname == "set"}

    @property
    def is_definer(self) -> bool:
        """Whether it runs with its owner's rights."""
        given = self.options.get("security")
        return bool(given and given.boolval)

    @property
    def types(self) -> tuple[str, ...]:
        """The types of its input parameters as SQL."""
        from pglast.stream import RawStream  # noqa: PLC0415 - 50 ms, see sqltext

        inputs = (one for one in self._parameters if one.mode.name not in _OUT)
        return tuple(RawStream()(one.argType) for one in inputs)

    @property
    def signature(self) -> str:
        """Its name and types, as a comment on it needs them."""
        whole = f"{self.schema}.{self.name}" if self.schema else self.name
        return f"{whole}({', '.join(self.types)})"

    @property
    def _parameters(self) -> tuple[Any, ...]:
        return tuple(self.node.parameters or ()) if self.name else ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of its input parameters; those without a name are left out."""
        found = (one for one in self._parameters if one.mode.name not in _OUT)
        return tuple(one.name for one in found if one.name)

    @property
    def first_line(self) -> int:
        """The line of the file on which its body's text begins."""
        begin = max(self.statement.text.find(self.body), 0) if self.body else 0
        return self.statement.line + self.statement.text.count("\n", 0, begin)

    @cached_property
    def read(self) -> Any:
        """What pglast's reader says of a PL/pgSQL body; None for what it cannot read."""
        import pglast  # noqa: PLC0415 - 50 ms, see sqltext

        if self.language != "plpgsql" or not self.body:
            return None
        try:
            text = f"{self._head} as {_BODY}{declared(self.body).readable}{_BODY}"
            return pglast.parse_plpgsql(text)[0]["PLpgSQL_function"]
        except pglast.parser.ParseError:
            return None

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """The SQL of a PL/pgSQL body; none where it cannot be read."""
        if self.read is None:
            return ()
        return inside.read_body(self.body, self._head, {}).expressions

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The statements of a PL/pgSQL body; none where it cannot be read."""
        return tuple(self._steps(self.read["action"])) if self.read else ()

    def line_of(self, line: int) -> int:
        """Answers the file's line of a line of the body, counted from 1."""
        return self.first_line + line - 1

    def _steps(self, node: Any) -> Iterator[Step]:
        if isinstance(node, list):
            for one in node:
                yield from self._steps(one)
        elif isinstance(node, dict):
            for key, value in node.items():
                if key.startswith(_STATEMENT):
                    line = self.line_of(value.get("lineno", 1))
                    yield Step(key.removeprefix(_STATEMENT), line, value)
                yield from self._steps(value)

    @property
    def _head(self) -> str:
        from pglast.stream import RawStream  # noqa: PLC0415 - 50 ms, see sqltext

        if not self.name:
            return _DO
        shown = []
        for one in self._parameters:
            word = "out" if one.mode.name in _OUT else "inout" if "INOUT" in one.mode.name else "in"
            kind = readable_type(RawStream()(one.argType))
            shown.append(f"{word} {sqltext.quoted(one.name) if one.name else ''} {kind}")
        kind = "procedure" if self.node.is_procedure else "function"
        returns = "" if self.node.is_procedure else f"returns {self._returns}"
        return f"{_CREATE} {kind} refdb_body({', '.join(shown)}) {returns} language plpgsql"

    @property
    def _returns(self) -> str:
        from pglast.stream import RawStream  # noqa: PLC0415 - 50 ms, see sqltext

        columns = [one for one in self._parameters if one.mode.name == "FUNC_PARAM_TABLE"]
        outs = [
            one for one in self._parameters if one.mode.name in _OUT or "INOUT" in one.mode.name
        ]
        if columns:
            one = readable_type(RawStream()(columns[0].argType))
            return f"setof {one if len(columns) == 1 else 'record'}"
        given = self.node.returnType
        if given is None:
            one = readable_type(RawStream()(outs[0].argType)) if outs else "void"
            return one if len(outs) <= 1 else "record"
        word = RawStream()(given)
        if word.lower().startswith("setof "):
            return f"setof {readable_type(word[6:])}"
        return readable_type(word)


def routines_of(source: Source) -> Iterator[Routine]:
    """Answers the functions that a file creates, and its `do` blocks, in its order.

    Raises:
        BadTreeError: Postgres cannot read the file.
    """
    for one in source.statements:
        if one.first_word in {"create", "do"}:
            node = sqltext.parsed(one.text)
            kind = type(node).__name__
            if kind == "CreateFunctionStmt":
                *schema, name = (str(part.sval) for part in node.funcname)
                yield Routine(one, node, schema[-1] if schema else "", name, _text(node.options))
            elif kind == "DoStmt":
                yield Routine(one, node, "", "", _text(node.args))


def _text(options: Any) -> str:
    for one in options or ():
        if one.defname == "as":
            return str(one.arg[0].sval if isinstance(one.arg, tuple) else one.arg.sval)
    return ""


def _values(args: Any) -> tuple[str, ...]:
    values = (getattr(one, "val", None) for one in args or ())
    return tuple(str(getattr(one, "sval", getattr(one, "ival", ""))) for one in values)
