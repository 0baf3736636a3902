"""Columns and their defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.decor import not_null_name
from refdb.ddl.sequences import identity
from refdb.ddl.text import compact, foreign_options, lowered, options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_VIEWS = ("view", "materialized view")
_STORED = (("storage", "storage"), ("statistics", "statistics"))


def definition(scope: Scope, entry: Entry) -> str:
    """Answers a column as `create table` has it: name, type and everything said of it."""
    return " ".join([entry.name, entry.attributes["type"], *clauses(scope, entry)])


def clauses(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers what is said of a column behind its type."""
    if scope.parent(entry).kind == "foreign table" and entry.get("options"):
        yield foreign_options(entry.get("options")).strip()
    if entry.get("compression"):
        yield f"compression {entry.get('compression')}"
    if entry.get("collation"):
        yield f"collate {entry.get('collation')}"
    if entry.get("generated"):
        yield f"generated {lowered(entry.attributes['generated'])}"
    if made := identity(scope, entry):
        yield made
    if entry.get("default") and scope.is_inline(f"default {entry.identity}"):
        yield f"default {lowered(entry.attributes['default'])}"
    yield from _not_null(scope, entry)


def _not_null(scope: Scope, entry: Entry) -> Iterator[str]:
    if not entry.get("not_null") or entry.get("not_null_not_valid"):
        return
    if entry.get("not_null_name") or entry.get("not_null_comment"):
        yield f"constraint {not_null_name(scope, entry)}"
    yield "not null" + (" no inherit" if entry.get("not_null_no_inherit") else "")


def column(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that adds a column; what is inherited, or a view's, comes by itself."""
    table = scope.parent(entry)
    if table.kind not in _VIEWS and not comes_with_parent(scope, entry):
        yield f"alter {table.kind} {table.identity}\n    add column {definition(scope, entry)};"


def state(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that give a column what its definition cannot say."""
    table = scope.parent(entry)
    usual = inherited_from(scope, entry) or {}
    begin = f"alter {table.kind} {table.identity} alter column {entry.name}"
    if comes_with_parent(scope, entry):
        yield from _unlike_parent(scope, entry, usual, begin)
    for name, word in _STORED:
        if entry.get(name) is not None and entry.get(name) != usual.get(name):
            yield f"{begin} set {word} {entry.get(name)};"
    if table.kind == "materialized view" and entry.get("compression"):
        yield f"{begin} set compression {entry.get('compression')};"
    if entry.get("options") and table.kind != "foreign table":
        yield f"{begin} set {compact(options(entry.get('options')))};"
    if entry.get("not_null_not_valid"):
        yield (
            f"alter table {table.identity}\n"
            f"    add constraint {not_null_name(scope, entry)} not null {entry.name} not valid;"
        )


def comes_with_parent(scope: Scope, entry: Entry) -> bool:
    """Answers whether a column is made by the table's that it is inherited from.

    A partition's is where the partition is there; one that is being made has all its columns.
    """
    table = scope.parent(entry)
    is_of_partition = bool(table.get("partition_of")) and table.key not in scope.keys
    return is_of_partition or bool(entry.get("inherited"))


def inherited_from(scope: Scope, entry: Entry) -> dict[str, object] | None:
    """Answers what a column gets from the table that it is inherited from; None for its own."""
    if not comes_with_parent(scope, entry):
        return None
    table = scope.parent(entry)
    for parent in table.get("inherits") or filter(None, [table.get("partition_of")]):
        found = scope.entry(f"column {parent}.{entry.name}")
        if found is not None:
            return {name: found.get(name) for name in ("default", "not_null", "storage")}
    return {}


def _unlike_parent(
    scope: Scope, entry: Entry, usual: dict[str, object], begin: str
) -> Iterator[str]:
    is_inline = scope.is_inline(f"default {entry.identity}")
    if entry.get("default") != usual.get("default") and not entry.get("generated"):
        if entry.get("default") is None:
            yield f"{begin} drop default;"
        elif is_inline:
            yield f"{begin} set default {lowered(entry.attributes['default'])};"
    if entry.get("not_null") and not usual.get("not_null"):
        yield f"{begin} set not null;"


def dropped(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that drops a column."""
    table = scope.parent(entry)
    if table.kind not in _VIEWS:
        yield f"alter {table.kind} {table.identity} drop column {entry.name};"


def default(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that sets a column's or domain's default."""
    yield f"{_of_default(scope, entry)} set default {lowered(entry.attributes['default'])};"


def default_dropped(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that takes a default away."""
    yield f"{_of_default(scope, entry)} drop default;"


def _of_default(scope: Scope, entry: Entry) -> str:
    held = scope.parent(entry)
    if held.kind == "domain":
        return f"alter domain {held.identity}"
    table = scope.parent(held)
    return f"alter {table.kind} {table.identity} alter column {entry.name}"
