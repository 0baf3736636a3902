"""What a PL/pgSQL body declares: variables with their types as written, block by block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TYPE_ENDS = frozenset(("ASCII_59", "COLON_EQUALS", "ASCII_61", "DEFAULT", "NOT", "COLLATE"))
_DEPTH = {"ASCII_40": 1, "ASCII_91": 1, "ASCII_41": -1, "ASCII_93": -1}
_END, _COMMENTS = "ASCII_59", frozenset(("SQL_COMMENT", "C_COMMENT"))
_RECORD = "record"


@dataclass(frozen=True)
class Variable:
    """A variable or parameter that a statement of a body can name.

    Attributes:
        name: its name in the form in which it is looked up.
        type: its type as SQL, as it is declared: `integer`, `students.id%type`, `record`.
        line: the body's line on which it is declared, from 1; 0 for what no body declares.
        alias: what it is another name for: a parameter's name or `$1`.
    """

    name: str
    type: str
    line: int = 0
    alias: str = ""


@dataclass(frozen=True)
class Section:
    """What one block declares.

    Attributes:
        label: the block's label; empty without one.
        begin: the line of the block's `begin`.
        variables: what it declares.
    """

    label: str
    begin: int
    variables: tuple[Variable, ...]


@dataclass(frozen=True)
class Declared:
    """What a body declares, and the same body as pglast's reader of PL/pgSQL takes it.

    Attributes:
        sections: what each block declares.
        readable: the body, line by line as it was, with stand-ins for the types that the reader
            does not know because it knows no catalog: rows of tables, and arrays of them.
    """

    sections: tuple[Section, ...]
    readable: str


def declared(body: str) -> Declared:
    """Answers what a PL/pgSQL body declares.

    Raises:
        pglast.parser.ParseError: a string or comment in it does not end.
    """
    from pglast.parser import scan  # noqa: PLC0415 - 50 ms that only an audit pays

    tokens = [one for one in scan(body) if one.name not in _COMMENTS]
    sections: list[Section] = []
    stand_ins: list[tuple[int, int, str]] = []
    place = 0
    while place < len(tokens):
        if tokens[place].name != "DECLARE":
            place += 1
            continue
        label = _label(body, tokens, place)
        place, variables = _section(body, tokens, place + 1, stand_ins)
        if place < len(tokens):
            begin = _line(body, tokens[place].start)
            sections.append(Section(label, begin, tuple(variables)))
    return Declared(tuple(sections), _replaced(body, stand_ins))


def readable_type(written: str) -> str:
    """Answers a stand-in for a type that the reader of PL/pgSQL would not take, or the type."""
    folded = written.lower().rstrip()
    if folded.endswith("%rowtype"):
        return _RECORD
    if folded.endswith(("]", " array")):
        return "int4[]"
    return "text" if folded.endswith("%type") else written


def folded(body: str, token: Any) -> str:
    """Answers the name that a token means: in lower case unless it is quoted."""
    text = body[token.start : token.end + 1]
    return text[1:-1].replace('""', '"') if text.startswith('"') else text.lower()


def _section(
    body: str, tokens: Sequence[Any], place: int, stand_ins: list[tuple[int, int, str]]
) -> tuple[int, list[Variable]]:
    """Answers the place of the block's `begin`, and the variables before it."""
    found: list[Variable] = []
    while place < len(tokens) and tokens[place].name != "BEGIN_P":
        if tokens[place].name == "DECLARE":  # a second one in a row means nothing
            place += 1
            continue
        end = _entry_end(tokens, place)
        entry = tokens[place:end]
        if entry:
            found.append(_variable(body, entry, stand_ins))
        place = end + 1
    return place, found


def _entry_end(tokens: Sequence[Any], place: int) -> int:
    depth = 0
    while place < len(tokens):
        depth += _DEPTH.get(tokens[place].name, 0)
        if tokens[place].name == _END and depth <= 0:
            return place
        place += 1
    return place


def _variable(body: str, entry: Sequence[Any], stand_ins: list[tuple[int, int, str]]) -> Variable:
    name, line = folded(body, entry[0]), _line(body, entry[0].start)
    rest = list(entry[1:])
    words = [folded(body, one) for one in rest]
    if words[:1] == ["constant"]:
        rest = rest[1:]
    if words[:2] == ["alias", "for"]:
        return Variable(name, "", line, alias=words[2] if len(words) > 2 else "")  # noqa: PLR2004
    if "cursor" in words[:3]:
        return Variable(name, "refcursor", line)
    kind = list(_type_tokens(rest))
    if not kind:
        return Variable(name, "", line)
    start, end = kind[0].start, kind[-1].end + 1
    written = body[start:end]
    if readable_type(written) != written:
        stand_ins.append((start, end, readable_type(written)))
    return Variable(name, written, line)


def _type_tokens(rest: Sequence[Any]) -> Iterator[Any]:
    depth = 0
    for one in rest:
        depth += _DEPTH.get(one.name, 0)
        if one.name in _TYPE_ENDS and depth <= 0:
            return
        yield one


def _label(body: str, tokens: Sequence[Any], place: int) -> str:
    before = tokens[max(place - 3, 0) : place]
    texts = [body[one.start : one.end + 1] for one in before]
    is_label = len(texts) == 3 and texts[0] == "<<" and texts[2] == ">>"  # noqa: PLR2004
    return folded(body, before[1]) if is_label else ""


def _line(body: str, offset: int) -> int:
    return body.count("\n", 0, offset) + 1


def _replaced(body: str, stand_ins: Sequence[tuple[int, int, str]]) -> str:
    for start, end, text in reversed(stand_ins):
        lines = "\n" * body.count("\n", start, end)
        body = f"{body[:start]}{text}{lines}{body[end:]}"
    return body


def visible(section: Section) -> dict[str, Variable]:
    """Answers a block's variables by each name that a statement of it can use."""
    names = {one.name: one for one in section.variables}
    if section.label:
        names |= {f"{section.label}.{one.name}": one for one in section.variables}
    return names
