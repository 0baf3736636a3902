"""Rules over the statements of migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from refdb import sqltext
from refdb.lint.house.text import CHANGING, OBJECTS, Found, holds, line_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.lint.sources import Source

_SQL = (*CHANGING, *OBJECTS, "contract", "test", "sample")
_TRANSACTION_ONLY = "false"
_CONSTRAINTS = {
    "CONSTR_PRIMARY": "_pkey",
    "CONSTR_UNIQUE": "_key",
    "CONSTR_FOREIGN": "_fkey",
    "CONSTR_CHECK": "_check",
    "CONSTR_EXCLUSION": "_excl",
}


def is_transactional(source: Source) -> bool:
    """Answers whether a migration's file runs in one transaction."""
    return source.header.get("transactional", "true").lower() != _TRANSACTION_ONLY


@holds("if-exists", "no `if exists` in a transactional migration: it hides drift", CHANGING)
def if_exists(source: Source) -> Iterator[Found]:
    """Answers the statements that pass over what is not as they think."""
    if not is_transactional(source):
        return
    for one in source.statements:
        if "exists" not in one.text.lower():
            continue
        node = sqltext.parsed(one.text)
        parts = (node, *(getattr(node, "cmds", None) or ()))
        for part in parts:
            if getattr(part, "missing_ok", False) or getattr(part, "if_not_exists", False):
                word = "if exists" if getattr(part, "missing_ok", False) else "if not exists"
                yield Found(
                    one.line,
                    f"`{word}` hides that the database is not what the files say",
                    f"Take `{word}` out: a transaction that fails changes nothing.",
                )
                break


@holds("select-star", "columns are listed, but for `select *` over a CTE", _SQL)
def select_star(source: Source) -> Iterator[Found]:
    """Answers every `*` that is not over a CTE of the same statement."""
    for one in source.statements:
        if "*" not in one.text:  # most need not be walked through
            continue
        found = list(sqltext.nodes(sqltext.parsed(one.text)))
        own = {node.ctename for node in found if type(node).__name__ == "CommonTableExpr"}
        for node in found:
            if type(node).__name__ == "SelectStmt":
                yield from (
                    Found(
                        line_at(one, target.location),
                        "`*` means other columns after the next migration",
                        "List the columns.",
                    )
                    for target in node.targetList or ()
                    if _is_star(target) and not _is_of(node, target.val.fields[:-1], own)
                )


def _is_star(target: Any) -> bool:
    fields: Any = getattr(getattr(target, "val", None), "fields", None) or ("",)
    return bool(fields) and type(fields[-1]).__name__ == "A_Star"


def _is_of(select: Any, qualifier: Any, own: set[str]) -> bool:
    """Whether a `*` is that of CTEs alone: of the one that it names, else of all there are."""
    ranges = [one for one in sqltext.nodes(select.fromClause or ()) if hasattr(one, "relname")]
    if qualifier:
        name = qualifier[-1].sval
        ranges = [
            one for one in ranges if (one.alias.aliasname if one.alias else one.relname) == name
        ]
    return bool(ranges) and all(not one.schemaname and one.relname in own for one in ranges)


@holds(
    "set-local", "a migration sets for its transaction only, and never the search_path", CHANGING
)
def set_local(source: Source) -> Iterator[Found]:
    """Answers settings that outlive the migration, and every search_path."""
    for one in source.statements:
        if one.first_word not in {"set", "reset", "select", "discard"}:
            continue
        for node in sqltext.nodes(sqltext.parsed(one.text)):
            name, is_local = _setting(node)
            if name == "search_path":
                yield Found(
                    one.line,
                    "a migration that sets the search_path means other objects than it names",
                    "Take it out, and write every name with its schema.",
                )
            elif name and not is_local and is_transactional(source):
                yield Found(
                    one.line,
                    f"{name} stays set in the session after this migration",
                    "Write `set local`, or a header: lock_timeout, statement_timeout.",
                )


def _setting(node: Any) -> tuple[str, bool]:
    kind = type(node).__name__
    if kind == "VariableSetStmt":
        return str(node.name or "everything"), bool(node.is_local)
    if kind != "FuncCall" or node.funcname[-1].sval != "set_config":
        return "", True
    values = [getattr(one, "val", None) for one in node.args or ()]
    name = str(getattr(values[0], "sval", "")) if values else ""
    return name, bool(getattr(values[-1], "boolval", False))


@holds("role-password", "no password stands in a file", _SQL)
def role_password(source: Source) -> Iterator[Found]:
    """Answers role statements that give a password."""
    for one in source.statements:
        if one.first_word not in {"create", "alter"}:
            continue
        node = sqltext.parsed(one.text)
        for option in getattr(node, "options", None) or ():
            if getattr(option, "defname", "") == "password" and option.arg is not None:
                yield Found(
                    one.line,
                    "a password in a file is everybody's who reads the repository",
                    "Take it out; give it on the server: `\\password role` in psql.",
                )


@holds("constraint-unnamed", "constraints have a name that a rollback can write", CHANGING)
def constraint_unnamed(source: Source) -> Iterator[Found]:
    """Answers the constraints that are left to the server to name."""
    for one in source.statements:
        if one.first_word not in {"create", "alter"}:
            continue
        node = sqltext.parsed(one.text)
        if type(node).__name__ not in {"CreateStmt", "AlterTableStmt", "AlterDomainStmt"}:
            continue
        if getattr(node, "relation", None) and node.relation.relpersistence == "t":
            continue
        for part in sqltext.nodes(node):
            kind = type(part).__name__ == "Constraint" and part.contype.name
            if kind in _CONSTRAINTS and not part.conname:
                yield Found(
                    line_at(one, part.location),
                    "a constraint without a name cannot be named by its rollback",
                    f"Write `constraint <table>_<columns>{_CONSTRAINTS[kind]}` in front of it.",
                )


@holds("index-unnamed", "indexes have a name that a rollback can write", (*CHANGING, "view"))
def index_unnamed(source: Source) -> Iterator[Found]:
    """Answers the indexes that are left to the server to name."""
    for one in source.statements:
        node: Any = sqltext.parsed(one.text) if one.first_word == "create" else None
        if type(node).__name__ == "IndexStmt" and not node.idxname:
            yield Found(
                one.line,
                "an index without a name cannot be named by its rollback",
                f"Write its name: {node.relation.relname}_<columns>_idx.",
            )


@holds("unqualified-name", "what is created is created in a schema that is written", CHANGING)
def unqualified_name(source: Source) -> Iterator[Found]:
    """Answers what is made in whichever schema comes first in the search_path."""
    for one in source.statements:
        if one.first_word == "create":
            name = _without_schema(sqltext.parsed(one.text))
            if name:
                yield Found(
                    one.line,
                    f"{name} is made in whichever schema the session's search_path has first",
                    f"Write public.{name}, or its own schema.",
                )


def _without_schema(node: Any) -> str:
    match type(node).__name__:
        case "CreateStmt":
            relation = node.relation
        case "ViewStmt":
            relation = node.view
        case "CreateTableAsStmt":
            relation = node.into.rel
        case "CreateSeqStmt":
            relation = node.sequence
        case "IndexStmt" | "CreateTrigStmt" | "CreatePolicyStmt":
            relation = getattr(node, "relation", None) or node.table
        case "CreateFunctionStmt":
            return str(node.funcname[0].sval) if len(node.funcname) == 1 else ""
        case "CreateEnumStmt":
            return str(node.typeName[0].sval) if len(node.typeName) == 1 else ""
        case "CompositeTypeStmt":
            relation = node.typevar
        case "CreateDomainStmt":
            return str(node.domainname[0].sval) if len(node.domainname) == 1 else ""
        case _:
            return ""
    is_open = not relation.schemaname and relation.relpersistence != "t"
    return str(relation.relname) if is_open else ""


RULES = (
    if_exists,
    select_star,
    set_local,
    role_password,
    constraint_unnamed,
    index_unnamed,
    unqualified_name,
)
