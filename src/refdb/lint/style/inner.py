"""The SQL inside functions' bodies as pieces, each line where it stands in the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.lint.style.pieces import OF_FILES, Line, Piece
from refdb.sqltext import inside
from refdb.sqltext.declared import Variable, readable_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.lint.sources import Source
    from refdb.sqltext.inside import Expression

_OUT = frozenset(("FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"))
# The lines are further in than they seem to be, and a semicolon is not in the piece.
_IN_BODY = OF_FILES | {"LT05"}
_MID_LINE = _IN_BODY | {"LT02"}
_BLANKS = re.compile(r" {2,}")
_STRING = re.compile(r"\$\w*\$\Z")


def body_pieces(source: Source) -> Iterator[Piece]:
    """Answers the statements inside the bodies that a file's statements create or run.

    Expressions are left out: what stands between `if` and `then` is no statement.
    """
    for statement in source.statements:
        if statement.first_word in {"create", "do"}:
            yield from _of(source.text, statement)


def _of(text: str, statement: sqltext.Statement) -> Iterator[Piece]:
    node = sqltext.parsed(statement.text)
    kind = type(node).__name__
    if kind not in {"CreateFunctionStmt", "DoStmt"}:
        return
    options = (
        {one.defname: one.arg for one in (node.options or node.args or ())}
        if (kind == "CreateFunctionStmt")
        else {one.defname: one.arg for one in node.args}
    )
    body = _string(options.get("as"))
    begin = statement.text.find(body)
    if not body.strip() or not _STRING.search(statement.text[:begin]):
        return
    given = options.get("language")
    language = given.sval if given else "plpgsql" if kind == "DoStmt" else "sql"
    if language == "plpgsql":
        yield from _of_plpgsql(text, statement.start + begin, body, node)
    elif language == "sql":
        inner = sqltext.split(body)
        for one in inner:
            yield from _placed(text, statement.start + begin + one.start, one.text, "statement")


def _string(option: Any) -> str:
    if option is None:
        return ""
    first = option[0] if isinstance(option, tuple) else option
    return str(first.sval)


def _of_plpgsql(text: str, begin: int, body: str, node: Any) -> Iterator[Piece]:
    for one in inside.read_body(body, _head(node), _names(node)).expressions:
        if one.sql == one.source and not one.is_dynamic and one.kind != "perform":
            start = _start(body, one)
            if start is not None:
                yield from _placed(text, begin + start, one.source.rstrip(), one.kind)


def _start(body: str, expression: Expression) -> int | None:
    """Where an expression begins in the body; None where its text is not the body's."""
    source = expression.source.rstrip()
    line = sum(len(one) + 1 for one in body.split("\n")[: expression.line - 1])
    first = source.split(None, 1)[0] if source else ""
    start = body.find(first, line) if first else -1
    while start >= 0:
        there = body[start : start + len(source)]
        if len(there) == len(source) and all(
            mine in (his, " ") for mine, his in zip(source, there, strict=True)
        ):
            return start
        start = body.find(first, start + 1)
    return None


def _placed(text: str, start: int, source: str, kind: str) -> Iterator[Piece]:
    """A statement as it would stand at the left margin; what `into` took is closed up."""
    first = text.count("\n", 0, start) + 1
    margin = text.rfind("\n", 0, start) + 1
    before = text[margin:start]
    indent = len(before) - len(before.lstrip(" "))
    kept: list[str] = []
    lines: list[Line] = []
    raw = text[start : start + len(source)]
    # The reader's blanks stand for the ends of lines, too.
    shown_lines = "".join(
        his if his == "\n" else mine for mine, his in zip(source, raw, strict=True)
    )
    for number, (line, there) in enumerate(
        zip(shown_lines.split("\n"), raw.split("\n"), strict=True)
    ):
        if not line.strip() and there.strip():  # all of the line was `into …`
            continue
        cut = 0 if not number else min(indent, len(line) - len(line.lstrip(" ")))
        column = start - margin + 1 if not number else cut + 1
        shown, marks = _closed(line[cut:], there[cut:], column)
        kept.append(shown)
        lines.append(Line(first + number, marks))
    ignored = _MID_LINE if before.strip() else _IN_BODY
    yield Piece("\n".join(kept) + ";\n", (*lines, lines[-1]), ignored, f"a {kind} in a body")


def _closed(line: str, there: str, column: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A line without the blanks that stand for `into …`, and the columns from where on."""
    for gap in _BLANKS.finditer(line) if line != there else ():
        if there[gap.start() : gap.end()].strip():
            behind = line[gap.end() :]
            if not behind.strip():
                return line[: gap.start()], ((1, column),)
            marks = ((1, column), (gap.start() + 2, column + gap.end()))
            return f"{line[: gap.start()]} {behind}", marks
    return line, ((1, column),)


def _parameters(node: Any) -> Iterator[tuple[str, str, str]]:
    from pglast.stream import RawStream  # noqa: PLC0415 - 50 ms that only a check pays

    for one in getattr(node, "parameters", None) or ():
        yield one.mode.name, one.name or "", readable_type(RawStream()(one.argType))


def _names(node: Any) -> dict[str, Variable]:
    return {name: Variable(name, kind) for _, name, kind in _parameters(node) if name}


def _head(node: Any) -> str:
    from pglast.stream import RawStream  # noqa: PLC0415 - see above

    shown, outs, columns = [], [], []
    for mode, name, kind in _parameters(node):
        word = "out" if mode in _OUT else "inout" if mode == "FUNC_PARAM_INOUT" else "in"
        shown.append(f"{word} {sqltext.quoted(name) if name else ''} {kind}")
        outs += [kind] if word != "in" else []
        columns += [kind] if mode == "FUNC_PARAM_TABLE" else []
    returned = getattr(node, "returnType", None)
    row = outs[0] if len(outs) == 1 else "record"
    answer = readable_type(RawStream()(returned)) if returned else row if outs else "void"
    if columns:
        answer = f"setof {row}"
    elif answer.lower().startswith("setof "):
        answer = f"setof {readable_type(answer[6:])}"
    kind = "procedure" if getattr(node, "is_procedure", False) else "function"
    given = "" if kind == "procedure" else f" returns {answer}"
    return f"create {kind} read_here({', '.join(shown)}){given} language plpgsql"
