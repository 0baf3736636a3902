"""Tables, foreign tables, partitions and constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.columns import clauses, definition
from refdb.ddl.text import compact, foreign_options, ident, lowered, options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope


def table(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a table with its columns and constraints.

    A partition is made as a table by itself, so that its columns keep their order.
    """
    unlogged = "unlogged " if entry.get("persistence") == "unlogged" else ""
    lines = [*_columns(scope, entry), *_constraints(scope, entry)]
    typed = f" of {entry.get('of_type')}" if entry.get("of_type") else ""
    listing = "" if typed and not lines else " " + (_body(lines) if lines else "()")
    yield f"create {unlogged}{entry.kind} {entry.identity}{typed}{listing}{_tail(scope, entry)};"


def _body(lines: list[str]) -> str:
    return "(\n    " + ",\n    ".join(lines) + "\n)"


def _columns(scope: Scope, entry: Entry) -> Iterator[str]:
    for column in scope.children(entry.key, "column"):
        if not scope.is_inline(column.key):
            continue
        if not entry.get("of_type"):
            if not column.get("inherited"):
                yield definition(scope, column)
        elif said := " ".join(clauses(scope, column)):
            yield f"{column.name} with options {said}"


def _constraints(scope: Scope, entry: Entry) -> Iterator[str]:
    for one in scope.children(entry.key, "constraint"):
        if is_written_inline(scope, one):
            yield f"constraint {one.name} {constraint_text(one)}"


def is_written_inline(scope: Scope, entry: Entry) -> bool:
    """Answers whether a constraint is part of the statement that makes its table."""
    held = scope.parent(entry)
    if not scope.is_inline(entry.key) or held.key not in scope.keys or entry.get("not_valid"):
        return False
    if held.kind == "domain":
        return True
    if entry.get("type") == "check":
        return bool(held.get("partition_of") or not entry.get("inherited"))
    if entry.get("type") == "foreign key" and is_clone(entry):
        return False
    return not held.get("partition_by")


def is_clone(entry: Entry) -> bool:
    """Answers whether a partition's foreign key is made by the table's, under its name."""
    original: str = entry.get("copy_of") or ""
    return entry.get("type") == "foreign key" and original.endswith(f".{entry.name}")


def constraint_text(entry: Entry) -> str:
    """Answers a constraint as statements have it behind its name."""
    state = " not enforced" if entry.get("not_enforced") else ""
    not_valid = " not valid" if entry.get("not_valid") and not state else ""
    return f"{lowered(entry.attributes['definition'])}{state}{not_valid}"


def constraint(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that adds a constraint; what is inherited comes by itself."""
    held = scope.parent(entry)
    is_inherited = entry.get("type") == "check" and entry.get("inherited")
    if is_inherited or is_clone(entry):
        return
    is_key = entry.get("type") in {"primary key", "unique", "exclude"}
    only = "only " if is_key and held.get("partition_by") else ""
    yield (
        f"alter {held.kind} {only}{held.identity}\n"
        f"    add constraint {entry.name} {constraint_text(entry)};"
    )


def constraint_dropped(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that drops a constraint."""
    held = scope.parent(entry)
    yield f"alter {held.kind} {held.identity} drop constraint {entry.name};"


def inherits_by_clause(scope: Scope, entry: Entry) -> bool:
    """Answers whether some of a table's columns or checks are its parents' alone."""
    return bool(entry.get("inherits")) and any(
        one.get("inherited") for one in scope.children(entry.key, "column", "constraint")
    )


def _tail(scope: Scope, entry: Entry) -> str:
    parts = []
    if inherits_by_clause(scope, entry):
        parts.append(f"inherits ({', '.join(entry.attributes['inherits'])})")
    if entry.get("partition_by"):
        parts.append(f"partition by {lowered(entry.attributes['partition_by']).strip()}")
    if entry.get("access_method"):
        parts.append(f"using {ident(entry.attributes['access_method'])}")
    if entry.kind == "foreign table":
        parts.append(f"server {entry.get('server')}{foreign_options(entry.get('options'))}")
    else:
        given = options(entry.get("options")) + options(entry.get("toast_options"), "toast.")
        parts += [f"with {compact(given)}"] if given else []
    if entry.get("tablespace"):
        parts.append(f"tablespace {entry.get('tablespace')}")
    return "".join(f"\n{part}" for part in parts)


def state(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that give a table what its definition cannot say."""
    begin = f"alter {entry.kind} {entry.identity}"
    if entry.get("inherits") and not inherits_by_clause(scope, entry):
        yield from (f"{begin} inherit {parent};" for parent in entry.attributes["inherits"])
    if entry.get("row_security"):
        yield f"{begin} enable row level security;"
    if entry.get("force_row_security"):
        yield f"{begin} force row level security;"
    if entry.kind == "table" and entry.get("replica_identity") in {"full", "nothing"}:
        yield f"{begin} replica identity {entry.get('replica_identity')};"


def partition(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a table a partition."""
    bound = lowered(entry.attributes["partition_bound"])
    yield (
        f"alter table {entry.get('partition_of')}\n    attach partition {entry.identity} {bound};"
    )
