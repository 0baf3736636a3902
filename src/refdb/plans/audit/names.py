"""What the names in a statement of a function mean: variables, their fields, or columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refdb.plans.audit.values import Param
from refdb.sqltext import numbering

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refdb.plans.audit.types import Types
    from refdb.sqltext.declared import Variable
    from refdb.sqltext.numbering import Numbered

_RECORD = "record"
_STAR = "*"


class UnknownRowError(Exception):
    """A statement uses the whole row of a record, whose columns only run time knows."""


@dataclass(frozen=True)
class Scope:
    """What can be named in one statement.

    Attributes:
        names: the variables, by name and by `label.name`.
        types: the schema's types.
        columns_win: a column comes before a variable of its name, as in SQL functions.
        givers: by a record's name, the id of the statement whose row it holds.
        rows: by the name of a transition table, what stands for it.
    """

    names: Mapping[str, Variable]
    types: Types
    columns_win: bool
    givers: Mapping[str, str]
    rows: Mapping[str, str]


def numbered(sql: str, scope: Scope) -> tuple[Numbered, tuple[Param, ...]]:
    """Answers a statement with its variables as parameters, and what these are.

    Raises:
        pglast.parser.ParseError: it cannot be read.
        UnknownRowError: it uses the whole row of a record.
    """
    relations = numbering.names_of(sql).relations
    called = {one.alias for one in relations} | {one.name for one in relations}
    columns = scope.types.columns_of(relations) if scope.columns_win else frozenset()
    found: dict[str, tuple[str, str]] = {}  # by what stands for $n: the variable, its field

    def meaning(parts: tuple[str, ...]) -> tuple[str, int] | None:
        meant = _variable(parts, scope, called, columns)
        if meant is None:
            return None
        key, length = meant
        is_row = scope.types.is_row(_type(key, scope))
        has_field = is_row and len(parts) > length and parts[length] != _STAR
        name = f"{key}.{parts[length]}" if has_field else key
        found[name] = (key, parts[length] if has_field else "")
        return name, length + has_field

    result = numbering.numbered(sql, meaning, scope.rows)
    return result, tuple(
        _param(name, *found.get(name, (name, "")), scope) for name in result.variables
    )


def _variable(
    parts: tuple[str, ...], scope: Scope, called: set[str], columns: frozenset[str]
) -> tuple[str, int] | None:
    """Answers the key of the variable in `names`, and how many parts its own name has."""
    first, both = parts[0], ".".join(parts[:2])
    if len(parts) > 1 and first not in called and both in scope.names:
        return both, 2
    if first not in scope.names or (len(parts) == 1 and first in columns):
        return None
    if len(parts) == 1:
        return first, 1
    # A table of the statement that is called like a variable: the field is a column's.
    is_row = scope.types.is_row(_type(first, scope))
    return (first, 1) if is_row and first not in called else None


def _type(key: str, scope: Scope) -> str:
    variable = scope.names.get(key)
    return scope.types.of(variable, scope.names) if variable else ""


def _param(name: str, key: str, field: str, scope: Scope) -> Param:
    type_name = _type(key, scope)
    if not field:
        if type_name == _RECORD:
            raise UnknownRowError(key)
        return Param(name, scope.types.base(type_name))
    if type_name != _RECORD:
        return Param(name, scope.types.base(scope.types.columns(type_name).get(field, "")))
    plain = scope.names[key].name
    return Param(name, "", scope.givers.get(plain, ""), field)
