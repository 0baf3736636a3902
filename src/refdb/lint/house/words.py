"""Rules over a text's words: names as they are written, comments, delimiters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.findings import Level
from refdb.lint.house.text import CHANGING, OBJECTS, Found, holds
from refdb.lint.routines import Routine, routines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.lint.sources import Source

_SQL = (*CHANGING, *OBJECTS, "contract", "test", "sample")
_DELIMITER = re.compile(r"^\$\w*\$")
_VARIABLE = re.compile(r"^v_[a-z0-9_]+$")
_PARAMETER = re.compile(r"^p_[a-z0-9_]+$")
_SPECIAL = frozenset(("found", "sqlstate", "sqlerrm", "new", "old"))


def _tokens(text: str) -> list[Any]:
    """The tokens of a text; none of one that ends inside a string or a comment."""
    from pglast.parser import ParseError, scan  # noqa: PLC0415 - 50 ms, see sqltext

    try:
        return list(scan(text))
    except ParseError:
        return []


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


@holds("quoted-name", "names are written so that they need no quotes", _SQL)
def quoted_name(source: Source) -> Iterator[Found]:
    """Answers the names in double quotes."""
    if '"' not in source.text:
        return
    served = sqltext.served(source.text).sql
    for token in _tokens(served):
        written = served[token.start : token.end + 1]
        if token.name in {"IDENT", "UIDENT"} and written.startswith('"'):
            name = written[1:-1]
            fits = sqltext.plain(name) == name
            hint = f"Write {name}." if fits else "Choose a name in snake_case that is no keyword."
            yield Found(_line(served, token.start), f"{written} is written in quotes", hint)


@holds("long-name", "a name has at most 63 bytes, for Postgres cuts the rest off", _SQL)
def long_name(source: Source) -> Iterator[Found]:
    """Answers the names that are cut."""
    for one in sqltext.long_names(source.text):
        yield Found(
            one.line,
            f"Postgres keeps 63 bytes of a name, so this one is {one.kept}",
            f"Shorten it by {len(one.name.encode()) - 63} bytes.",
            one.name,
        )


@holds("block-comment", "comments begin with `--`", _SQL)
def block_comment(source: Source) -> Iterator[Found]:
    """Answers the comments between /* and */, in bodies as well."""
    if "/*" not in source.text:
        return
    served = sqltext.served(source.text).sql
    places = [one.start for one in _tokens(served) if one.name == "C_COMMENT"]
    for one in routines_of(source):
        inside = one.statement.start + max(one.statement.text.find(one.body), 0)
        tokens = _tokens(one.body) if one.body else []
        places += [inside + each.start for each in tokens if each.name == "C_COMMENT"]
    for place in sorted(places):
        yield Found(
            _line(served, place),
            "a comment between /* and */ nests, and hides what stands in it",
            "Begin each of its lines with `--`.",
        )


@holds("dead-sql", "no SQL is commented out", _SQL, level=Level.WARNING)
def dead_sql(source: Source) -> Iterator[Found]:
    """Answers comments that are statements."""
    lines = source.text.split("\n")
    number = 0
    while number < len(lines):
        block = []
        while number < len(lines) and lines[number].lstrip().startswith("--"):
            block.append(lines[number].lstrip()[2:].strip())
            number += 1
        if block and block[-1].endswith(";") and _is_sql("\n".join(block)):
            yield Found(
                number - len(block) + 1,
                "a statement is commented out",
                "Take it out: git keeps what was.",
            )
        number += 1


def _is_sql(text: str) -> bool:
    import pglast  # noqa: PLC0415 - 50 ms, see sqltext

    try:
        return bool(pglast.parse_sql(text))
    except pglast.parser.ParseError:
        return False


@holds("body-delimiter", "bodies stand between `$$`", (*CHANGING, "function"), level=Level.WARNING)
def body_delimiter(source: Source) -> Iterator[Found]:
    """Answers bodies between quotes, or between a named delimiter that nothing asks for."""
    for one in routines_of(source):
        if not one.body:
            continue
        text = one.statement.text
        begin = _body_begin(text, one.body)
        word = _DELIMITER.match(text[begin:]) if begin >= 0 else None
        if begin >= 0 and (word is None or (word[0] != "$$" and "$$" not in one.body)):
            yield Found(
                one.first_line,
                f"the body stands between {word[0] if word else 'quotes'}",
                "Write `$$` around it; a named delimiter is for a body that has `$$` inside.",
            )


def _body_begin(text: str, body: str) -> int:
    """Where the string begins that is the body: -1 where it is not to be told."""
    for token in _tokens(text):
        if token.name == "SCONST":
            written = text[token.start : token.end + 1]
            word = _DELIMITER.match(written)
            inside = written[len(word[0]) : -len(word[0])] if word else written[1:-1]
            if inside == body or (not word and inside.replace("''", "'") == body):
                return int(token.start)
    return -1


@holds("parameter-name", "parameters begin with `p_`, variables with `v_`", ("function",))
def parameter_name(source: Source) -> Iterator[Found]:
    """Answers parameters and variables that a column could be mistaken for."""
    for one in routines_of(source):
        for name in one.inputs:
            if not _PARAMETER.match(name):
                yield Found(
                    one.statement.line,
                    f"the parameter {name} may be taken for a column of that name",
                    f"Name it p_{name.removeprefix('_')}.",
                )
        yield from _variables(one)


def _variables(routine: Routine) -> Iterator[Found]:
    for datum in routine.read.get("datums", ()) if routine.read else ():
        for value in datum.values():
            name, line = value.get("refname", ""), value.get("lineno")
            if line and name and name not in _SPECIAL and not _VARIABLE.match(name):
                if name.startswith("("):  # what `into a, b` fills
                    continue
                yield Found(
                    routine.line_of(line),
                    f"the variable {name} may be taken for a column of that name",
                    f"Name it v_{name.removeprefix('_')}.",
                )


RULES = (quoted_name, long_name, block_comment, dead_sql, body_delimiter, parameter_name)
