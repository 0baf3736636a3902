"""Sequences: by themselves, of a serial column, of an identity column."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_BITS = {"smallint": 15, "integer": 31, "bigint": 63}


def sequence(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a sequence, or makes a column an identity."""
    if entry.get("identity_of"):
        column = scope.parent(entry)
        table = scope.parent(column)
        clause = identity(scope, column)
        yield f"alter {table.kind} {table.identity} alter column {column.name} add {clause};"
        return
    unlogged = "unlogged " if entry.get("persistence") == "unlogged" else ""
    type_ = "" if entry.get("type") == "bigint" else f" as {entry.get('type')}"
    parts = "".join(f"\n    {one}" for one in parameters(entry))
    yield f"create {unlogged}sequence {entry.identity}{type_}{parts};"


def identity(scope: Scope, column: Entry) -> str:
    """Answers the clause that makes a column an identity; empty where it is none.

    A partition's column is one by its table's, from version 17 on, and has no sequence.
    """
    own = [one for one in scope.children(column.key, "sequence") if one.get("identity_of")]
    if not own or not column.get("identity"):
        return ""
    (entry,) = own
    table = scope.parent(column)
    usual = f"{table.schema}.{table.name}_{column.name}_seq"
    named = [] if entry.identity == usual else [f"sequence name {entry.identity}"]
    said = " ".join([*named, *parameters(entry)])
    return f"generated {column.get('identity')} as identity" + (f" ({said})" if said else "")


def parameters(entry: Entry) -> list[str]:
    """Answers what a sequence has that one of its type has not by itself."""
    limit = 2 ** _BITS[entry.attributes["type"]]
    step = entry.attributes["increment"]
    low, high = (1, limit - 1) if step > 0 else (-limit, -1)
    given = entry.attributes
    start = given["min"] if step > 0 else given["max"]
    parts = [
        ("increment by", step, 1),
        ("minvalue", given["min"], low),
        ("maxvalue", given["max"], high),
        ("start with", given["start"], start),
        ("cache", given["cache"], 1),
    ]
    said = [f"{word} {number}" for word, number, usual in parts if number != usual]
    return said + (["cycle"] if entry.get("cycle") else [])


def state(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that give an identity's sequence what the column does not."""
    if not entry.get("identity_of"):
        return
    column = scope.parent(entry)
    if entry.get("type") != column.get("type"):
        yield f"alter sequence {entry.identity} as {entry.get('type')};"
    if entry.get("persistence") != scope.parent(column).get("persistence"):
        word = "unlogged" if entry.get("persistence") else "logged"
        yield f"alter sequence {entry.identity} set {word};"


def ownership(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that make a sequence go with its column, and have its owner."""
    role = scope.whole.table_of(entry).get("owner")
    if role and role != scope.role:
        yield f"alter sequence {entry.identity} owner to {role};"
    yield f"alter sequence {entry.identity} owned by {entry.get('owned_by')};"


def dropped(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that drops a sequence."""
    if entry.get("identity_of"):
        column = scope.parent(entry)
        table = scope.parent(column)
        yield f"alter {table.kind} {table.identity} alter column {column.name} drop identity;"
    else:
        yield f"drop sequence {entry.identity};"
