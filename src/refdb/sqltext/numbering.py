"""A statement with its variables as $1, $2 …, otherwise as it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from refdb.sqltext.declared import folded
from refdb.sqltext.statements import parsed
from refdb.sqltext.walk import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    #: What a name means: the variable, and how many parts of the name are its own.
    Meaning = Callable[[tuple[str, ...]], tuple[str, int] | None]

_STAR = "*"


@dataclass(frozen=True)
class Reads:
    """A relation that a statement reads or changes.

    Attributes:
        schema: its schema as it is written; empty without one.
        name: its name.
        alias: what the statement calls it.
        offset: where it stands in the statement as it was.
    """

    schema: str
    name: str
    alias: str
    offset: int


@dataclass(frozen=True)
class Numbered:
    """A statement that can be prepared.

    Attributes:
        text: its text.
        variables: what stands for $1, $2 …: the names of variables, with their fields.
        relations: the relations that it names.
        has_source: whether it reads anything at all: a relation or a function's rows.
        is_plannable: whether it is a statement that has a plan.
    """

    text: str
    variables: tuple[str, ...]
    relations: tuple[Reads, ...] = ()
    has_source: bool = True
    is_plannable: bool = True


@dataclass
class _Found:
    names: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    numbers: list[tuple[int, int]] = field(default_factory=list)
    outputs: set[int] = field(default_factory=set)
    relations: list[Reads] = field(default_factory=list)
    has_source: bool = False


_PLANNABLE = frozenset(("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"))


def names_of(sql: str) -> Numbered:
    """Answers a statement's relations, its text as it is.

    Raises:
        pglast.parser.ParseError: it cannot be read.
    """
    return numbered(sql, lambda _: None)


def numbered(sql: str, meaning: Meaning, rows: Mapping[str, str] | None = None) -> Numbered:
    """Answers a statement with its variables as parameters.

    Args:
        sql: one statement.
        meaning: answers for the parts of a name, `("v_work", "id")`, the variable that it means
            with the number of parts that are the variable's; None for what is no variable.
        rows: by the name of rows that are in no relation, such as a trigger's transition
            tables, what stands for them: a query in brackets.

    Raises:
        pglast.parser.ParseError: it cannot be read.
    """
    from pglast.parser import scan  # noqa: PLC0415 - 50 ms that only an audit pays

    found = _found(sql)
    all_tokens = scan(sql)
    tokens = {one.start: place for place, one in enumerate(all_tokens)}
    changes: list[tuple[int, int, str]] = []
    variables: list[str] = []

    def number(variable: str) -> int:
        if variable not in variables:
            variables.append(variable)
        return variables.index(variable) + 1

    for offset, parts in sorted(found.names):
        meant = None if offset in found.outputs else meaning(parts)
        if meant and offset in tokens:
            variable, length = meant
            end = _end_of(all_tokens, tokens[offset], length)
            changes.append((offset, end, _written(number(variable), length < len(parts))))
    for offset, digit in sorted(found.numbers):
        meant = meaning((f"${digit}",))
        end = all_tokens[tokens[offset]].end + 1
        changes.append((offset, end, _written(number(meant[0] if meant else f"${digit}"), False)))
    relations = _real(found.relations, rows or {}, sql, all_tokens, tokens, changes)
    return Numbered(
        _changed(sql, changes),
        tuple(variables),
        relations,
        found.has_source,
        type(parsed(sql)).__name__ in _PLANNABLE,
    )


def _written(number: int, has_more: bool) -> str:
    return f"(${number})" if has_more else f"${number}"


def _end_of(tokens: Sequence[Any], place: int, parts: int) -> int:
    """Where the first parts of a dotted name end: names with dots between them."""
    return int(tokens[place + 2 * (parts - 1)].end) + 1


def _real(  # noqa: PLR0913, PLR0917 - all of it belongs to one text
    relations: Sequence[Reads],
    rows: Mapping[str, str],
    sql: str,
    tokens: Sequence[Any],
    places: Mapping[int, int],
    changes: list[tuple[int, int, str]],
) -> tuple[Reads, ...]:
    """Answers the relations that are some, and puts in what stands for the others."""
    kept = []
    for one in relations:
        if one.schema or one.name not in rows:
            kept.append(one)
            continue
        token = tokens[places[one.offset]]
        alias = "" if one.alias != one.name else f" as {sql[token.start : token.end + 1]}"
        changes.append((token.start, token.end + 1, f"{rows[one.name]}{alias}"))
    return tuple(kept)


def _changed(sql: str, changes: Sequence[tuple[int, int, str]]) -> str:
    for start, end, text in sorted(changes, reverse=True):
        sql = f"{sql[:start]}{text}{sql[end:]}"
    return sql


@lru_cache(maxsize=8)  # names_of and numbered ask for the same one, one behind the other
def _found(sql: str) -> _Found:
    """All names, numbers and relations of a statement."""
    found, own = _Found(), set()
    for node in nodes(parsed(sql)):
        match type(node).__name__:
            case "ColumnRef":
                found.names.append((node.location, _parts(node)))
            case "ParamRef":
                found.numbers.append((node.location, node.number))
            case "RangeVar":
                found.relations.append(_reads(node))
            case "RangeFunction":
                found.has_source = True
            case "CommonTableExpr":
                own.add(node.ctename)
            case "SelectStmt":
                found.outputs.update(_outputs(node))
    found.has_source |= bool(found.relations)
    found.relations = [one for one in found.relations if one.schema or one.name not in own]
    found.relations.sort(key=lambda one: one.offset)
    return found


def _reads(node: Any) -> Reads:
    alias = node.alias.aliasname if node.alias else node.relname
    return Reads(node.schemaname or "", node.relname, alias, node.location)


def _outputs(select: Any) -> set[int]:
    """Where `order by x` and `group by x` mean a column of the answer, before any variable."""
    first = select
    while first.larg:
        first = first.larg
    targets = first.targetList or ()
    given = {one.name for one in targets if getattr(one, "name", None)}
    shown = given | {parts[-1] for one in targets if (parts := _parts(getattr(one, "val", None)))}
    sorts = [one.node for one in select.sortClause or ()]
    groups = list(select.groupClause or ())
    distinct = [one for one in select.distinctClause or () if one is not None]
    return {
        one.location
        for nodes, names in ((sorts, shown), (distinct, shown), (groups, given))
        for one in nodes
        if (parts := _parts(one)) and len(parts) == 1 and parts[0] in names
    }


def _parts(node: Any) -> tuple[str, ...]:
    if type(node).__name__ != "ColumnRef":
        return ()
    return tuple(getattr(part, "sval", _STAR) for part in node.fields)


def atomic_starts(create: str) -> tuple[int, ...]:
    """Answers where the statements of a SQL-standard body stand in a `create function`.

    Args:
        create: the whole statement; `return …` counts as one.

    Raises:
        pglast.parser.ParseError: it cannot be read.
    """
    from pglast.parser import scan  # noqa: PLC0415 - 50 ms that only an audit pays

    tokens = [one for one in scan(create) if "COMMENT" not in one.name]
    words = [one.name for one in tokens]
    for place, (word, after) in enumerate(zip(words, [*words[1:], ""], strict=True)):
        if word == "BEGIN_P" and after == "ATOMIC":
            return tuple(_statement_starts(tokens[place + 2 :]))
    returns = [one.start for one in tokens if one.name == "RETURN"]
    return tuple(returns[-1:])


def _statement_starts(tokens: Sequence[Any]) -> list[int]:
    starts, is_first = [], True
    depth = 0
    for one in tokens:
        if one.name == "END_P" and depth == 0:
            break
        if is_first:
            starts.append(int(one.start))
        depth += {"CASE": 1, "END_P": -1}.get(one.name, 0)
        is_first = one.name == "ASCII_59"
    return starts


def identifiers(sql: str) -> tuple[tuple[str, int], ...]:
    """Answers every name in a text, with where it stands.

    Raises:
        pglast.parser.ParseError: a string or comment in it does not end.
    """
    from pglast.parser import scan  # noqa: PLC0415 - 50 ms that only an audit pays

    return tuple((folded(sql, one), one.start) for one in scan(sql) if one.name == "IDENT")
