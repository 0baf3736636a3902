"""Which names of a statement are there, by a database's catalog: without planning or running it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from refdb import sqltext
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from refdb.db import Connection

_SYSTEM = frozenset(("ctid", "tableoid", "xmin", "xmax", "cmin", "cmax"))
_ALIAS_AND_COLUMN = 2  # parts of a qualified column's name


class Unknown(NamedTuple):
    """A name that nothing has.

    Attributes:
        kind: `relation`, `function` or `column`.
        name: as it is written.
        offset: where in the statement, in characters from 0.
        hint: the nearest one there is, if any.
    """

    kind: str
    name: str
    offset: int
    hint: str


@dataclass(frozen=True)
class Names:
    """What a database has that can be named.

    Attributes:
        relations: columns by schema and name.
        functions: schemas and names.
    """

    relations: dict[tuple[str, str], frozenset[str]]
    functions: frozenset[tuple[str, str]]

    def relation(self, schema: str, name: str) -> frozenset[str] | None:
        """Answers a relation's columns; without a schema, of one of that name in any."""
        if schema:
            return self.relations.get((schema, name))
        found = (columns for (_, one), columns in self.relations.items() if one == name)
        return next(found, None)

    def has_function(self, schema: str, name: str) -> bool:
        """Answers whether there is a function; without a schema, in any."""
        if schema:
            return (schema, name) in self.functions
        return any(one == name for _, one in self.functions)


def read_names(conn: Connection) -> Names:
    """Answers what a database has that can be named."""
    relations, functions = {}, set()
    for kind, schema, name, columns in conn.execute(load("lint/names")).fetchall():
        if kind == "relation":
            relations[schema, name] = frozenset(columns)
        else:
            functions.add((schema, name))
    return Names(relations, frozenset(functions))


def unknown_in(statement: Any, names: Names, own: Collection[str] = ()) -> Iterator[Unknown]:
    """Answers the names of a statement that nothing has.

    What cannot be told without planning is left out: columns without a table's name in front of
    them, and those of subqueries, functions and variables.

    Args:
        statement: its parse tree.
        names: what there is.
        own: relations that exist only where it runs: transition tables, temporary tables.
    """
    found = list(sqltext.nodes(statement))
    local = {one.ctename for one in found if type(one).__name__ == "CommonTableExpr"} | {*own}
    ranges = [one for one in found if type(one).__name__ == "RangeVar"]
    for one in ranges:
        if (one.schemaname or one.relname not in local) and not one.catalogname:
            yield from _relation(one, names)
    for one in found:
        if type(one).__name__ == "FuncCall":
            yield from _function(one, names)
    yield from _columns(found, ranges, local, names)


def _relation(one: Any, names: Names) -> Iterator[Unknown]:
    schema, name = one.schemaname or "", str(one.relname)
    if names.relation(schema, name) is None:
        known = [each for space, each in names.relations if not schema or space == schema]
        whole = f"{schema}.{name}" if schema else name
        yield Unknown("relation", whole, one.location, _near(name, known))


def _function(one: Any, names: Names) -> Iterator[Unknown]:
    *schema, name = (str(part.sval) for part in one.funcname)
    space = schema[-1] if schema else ""
    if not names.has_function(space, name):
        known = [each for where, each in names.functions if not space or where == space]
        yield Unknown("function", ".".join((*schema, name)), one.location, _near(name, known))


def _columns(
    found: list[Any], ranges: list[Any], local: Collection[str], names: Names
) -> Iterator[Unknown]:
    columns = _by_alias(ranges, local, names)
    others = {
        one.alias.aliasname
        for one in found
        if type(one).__name__ != "RangeVar"
        and type(getattr(one, "alias", None)).__name__ == "Alias"
    }
    for one in found:
        parts = _names(one)
        if len(parts) != _ALIAS_AND_COLUMN or parts[0] in others or parts[0] not in columns:
            continue
        known = columns[parts[0]]
        if known is not None and parts[1] not in known | _SYSTEM:
            yield Unknown("column", ".".join(parts), one.location, _near(parts[1], known))


def _by_alias(
    ranges: list[Any], local: Collection[str], names: Names
) -> dict[str, frozenset[str] | None]:
    """Columns by alias; None for one that means several relations, or has columns of its own."""
    found: dict[str, frozenset[str] | None] = {}
    for one in ranges:
        alias = str(one.alias.aliasname if one.alias else one.relname)
        is_local = not one.schemaname and one.relname in local
        renames = one.alias is not None and bool(one.alias.colnames)
        columns = None if is_local or renames else names.relation(one.schemaname or "", one.relname)
        found[alias] = columns if found.get(alias, columns) == columns else None
    return found


def _names(node: Any) -> tuple[str, ...]:
    if type(node).__name__ != "ColumnRef":
        return ()
    return tuple(str(part.sval) for part in node.fields if type(part).__name__ == "String")


def _near(word: str, known: Collection[str]) -> str:
    """The name that was meant, if one is near; all there are would be too many to list."""
    near = difflib.get_close_matches(word, known, 1)
    return f"Did you mean {near[0]}?" if near else ""
