"""What Postgres asks of a new owner: that it may create where its object is. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from refdb import sqltext
from refdb.sqltext import parsed, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Snapshot

_REMARK = "-- Who becomes an owner must be allowed to create there, for that moment."


class _Given(NamedTuple):
    """An object that gets an owner: the schema that it is in, and the role."""

    schema: str
    role: str


def with_leave(text: str, snapshot: Snapshot) -> str:
    """Answers statements in which each new owner may create where its object is, for a moment.

    Only a superuser may give an object to a role that could not have made it there itself; whoever
    owns the schema may let the role, and takes it back. What Postgres asks besides, that who
    migrates is a member of that role, no migration can do.

    Args:
        text: the statements.
        snapshot: what is there when they have run: who may create in which schema.
    """
    written, last, open_ = [], 0, set[_Given]()
    for statement in sqltext.split(text):
        open_ = _open_after(open_, parsed(statement.text))
        given = _given(parsed(statement.text))
        if given is None or given in open_ or _may_create(given, snapshot):
            continue
        end = text.index(";", statement.start + len(statement.text.rstrip())) + 1
        schema, role = map(plain, given)
        written += [
            text[last : statement.start],
            f"{_REMARK}\ngrant create on schema {schema} to {role};\n",
            f"{text[statement.start : end]}\n",
            f"revoke create on schema {schema} from {role};",
        ]
        last = end
    return "".join([*written, text[last:]])


def _may_create(given: _Given, snapshot: Snapshot) -> bool:
    schema, role = map(plain, given)
    entry = snapshot.entries.get(f"schema {schema}")
    if entry is None or entry.get("owner") == role:
        return True
    grants = entry.get("grants") or {}
    return any(
        right.startswith("create")
        for name, rights in grants.items()
        for right in rights
        if name.partition(" by ")[0] in (role, "public")
    )


def _given(node: Any) -> _Given | None:
    """Answers who gets what a statement gives away; None where it gives nothing in a schema."""
    match type(node).__name__:
        case "AlterOwnerStmt":
            names = getattr(node.object, "objname", node.object)
            role, schema = node.newowner, _schema(names)
        case "AlterTableStmt":
            roles = [one.newowner for one in node.cmds if one.subtype.name == "AT_ChangeOwner"]
            role, schema = (roles or [None])[0], node.relation.schemaname or ""
        case _:
            return None
    name = getattr(role, "rolename", None)  # none: current_user and its like
    return _Given(schema, name) if schema and name else None


def _schema(names: Any) -> str:
    """Answers the schema of a qualified name; empty where it has none."""
    parts = [one.sval for one in names] if isinstance(names, tuple) else []
    return parts[0] if len(parts) == 2 else ""  # noqa: PLR2004 - schema and name


def _open_after(open_: set[_Given], node: Any) -> set[_Given]:
    """Answers who may create where by the statements themselves, after one more."""
    if type(node).__name__ != "GrantStmt" or node.objtype.name != "OBJECT_SCHEMA":
        return open_
    privileges = [one.priv_name for one in node.privileges or ()]
    if privileges and "create" not in privileges:
        return open_
    named = set(_named(node))
    return open_ | named if node.is_grant else open_ - named


def _named(node: Any) -> Iterator[_Given]:
    for schema in node.objects:
        yield from (_Given(schema.sval, one.rolename or "") for one in node.grantees)
