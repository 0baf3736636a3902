"""Which functions, views and triggers statements define or drop, as the server can look them up."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from refdb.sqltext.statements import parsed, quoted, relation_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from refdb.sqltext.statements import Statement

# One of these words is in every such statement; the others need no parse tree.
_SIGN = re.compile(r"\b(function|procedure|routine|view|trigger)\b", re.IGNORECASE)
_FIRST_WORDS = frozenset(("create", "drop"))


@dataclass(frozen=True)
class Defined:
    """A function, view or trigger that a statement defines or drops.

    Attributes:
        kind: `function` (a procedure too), `view` (a materialized one too) or `trigger`.
        schema: its schema; empty where the statement names none, as for every trigger.
        name: its name.
        types: the types of a function's input arguments as SQL; None where none are given.
        relation: the table or view of a trigger as SQL; empty for the others.
        line: the statement's line.
    """

    kind: str
    schema: str
    name: str
    types: tuple[str, ...] | None
    relation: str
    line: int


def defined_by(statements: Iterable[Statement]) -> tuple[Defined, ...]:
    """Answers what statements define or drop; what a `do` block does is not seen."""
    return tuple(
        defined
        for one in statements
        if one.first_word in _FIRST_WORDS and _SIGN.search(one.text)
        for defined in _defined(parsed(one.text), one.line)
    )


def as_lookup(defined: Iterable[Defined]) -> str:
    """Answers definitions as JSON, which a query can look them up by, each with its place."""
    return json.dumps([asdict(one) | {"place": place} for place, one in enumerate(defined)])


def _defined(node: Any, line: int) -> Iterator[Defined]:
    match type(node).__name__:
        case "CreateFunctionStmt":
            types = [one.argType for one in node.parameters or () if _is_input(one)]
            yield _function(node.funcname, types, line)
        case "ViewStmt":
            yield _view(node.view, line)
        case "CreateTableAsStmt" if node.objtype.name == "OBJECT_MATVIEW":
            yield _view(node.into.rel, line)
        case "CreateTrigStmt":
            relation = relation_name(node.relation)
            yield Defined("trigger", "", node.trigname, None, relation, line)
        case "DropStmt":
            yield from filter(
                None, (_dropped(node.removeType.name, one, line) for one in node.objects)
            )


def _dropped(kind: str, node: Any, line: int) -> Defined | None:
    if kind in {"OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE"}:
        types = None if node.args_unspecified else node.objargs or ()
        return _function(node.objname, types, line)
    if kind in {"OBJECT_VIEW", "OBJECT_MATVIEW"}:
        schema, name = _parts(node)
        return Defined("view", schema, name, None, "", line)
    if kind == "OBJECT_TRIGGER":
        relation = ".".join(quoted(part.sval) for part in node[:-1])
        return Defined("trigger", "", node[-1].sval, None, relation, line)
    return None


def _is_input(parameter: Any) -> bool:
    return parameter.mode.name not in {"FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"}


def _function(name: Sequence[Any], types: Iterable[Any] | None, line: int) -> Defined:
    from pglast.stream import RawStream  # noqa: PLC0415 - 50 ms, see split

    schema, plain = _parts(name)
    written = None if types is None else tuple(RawStream()(one) for one in types)
    return Defined("function", schema, plain, written, "", line)


def _view(relation: Any, line: int) -> Defined:
    return Defined("view", relation.schemaname or "", relation.relname, None, "", line)


def _parts(name: Sequence[Any]) -> tuple[str, str]:
    """Schema, empty where there is none, and name."""
    *schema, plain = (part.sval for part in name)
    return schema[-1] if schema else "", plain
