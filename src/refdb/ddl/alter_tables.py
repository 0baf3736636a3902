"""Tables, their columns, constraints and indexes made others in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.columns import comes_with_parent
from refdb.ddl.decor import not_null_name
from refdb.ddl.text import compact, ident, literal, lowered, options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_STORAGES = {"numeric": "main", "inet": "main", "cidr": "main"}


def storage_parameters(begin: str, before: Entry, after: Entry) -> Iterator[str]:
    """Answers the statements that set and reset storage parameters."""
    for name, prefix in (("options", ""), ("toast_options", "toast.")):
        had, has = before.get(name) or {}, after.get(name) or {}
        gone = [f"{prefix}{one}" for one in had if one not in has]
        new = {one: text for one, text in has.items() if had.get(one) != text}
        if gone:
            yield f"{begin} reset {compact(gone)};"
        if new:
            yield f"{begin} set {compact(options(new, prefix))};"


def foreign_changes(had: Mapping[str, str], has: Mapping[str, str]) -> str:
    """Answers ` options (add …, set …, drop …)`; empty where they are the same."""
    parts = [f"drop {ident(name)}" for name in had if name not in has]
    for name, text in has.items():
        if had.get(name) != text:
            parts.append(f"{'set' if name in had else 'add'} {ident(name)} {literal(text)}")
    return f" options ({', '.join(parts)})" if parts else ""


def table(_: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statements that make a table what it should be; its data stays.

    Partitioned in another way, or on another server, it has to be made anew.
    """
    if changed & {"partition_by", "server"}:
        return None
    begin = f"alter {after.kind} {after.identity}"
    return [
        *_placed(begin, before, after, changed),
        *_related(begin, before, after, changed),
        *_secured(begin, after, changed),
    ]


def _placed(begin: str, before: Entry, after: Entry, changed: set[str]) -> Iterator[str]:
    if "persistence" in changed:
        yield f"{begin} set {after.get('persistence') or 'logged'};"
    if "access_method" in changed:
        yield f"{begin} set access method {ident(after.get('access_method') or 'heap')};"
    if "tablespace" in changed:
        yield f"{begin} set tablespace {after.get('tablespace') or 'pg_default'};"
    if after.kind == "foreign table":
        if "options" in changed:
            both = before.get("options") or {}, after.get("options") or {}
            yield f"{begin}{foreign_changes(*both)};"
    else:
        yield from storage_parameters(begin, before, after)


def _related(begin: str, before: Entry, after: Entry, changed: set[str]) -> Iterator[str]:
    if changed & {"partition_of", "partition_bound"}:
        if before.get("partition_of"):
            yield f"alter table {before.get('partition_of')} detach partition {after.identity};"
        if after.get("partition_of"):
            bound = lowered(after.attributes["partition_bound"])
            head = f"alter table {after.get('partition_of')}"
            yield f"{head}\n    attach partition {after.identity} {bound};"
    had, has = (one.get("inherits") or [] for one in (before, after))
    yield from (f"{begin} no inherit {parent};" for parent in had if parent not in has)
    yield from (f"{begin} inherit {parent};" for parent in has if parent not in had)
    if "of_type" in changed:
        yield f"{begin} of {after.get('of_type')};" if after.get("of_type") else f"{begin} not of;"


def _secured(begin: str, after: Entry, changed: set[str]) -> Iterator[str]:
    if "row_security" in changed:
        yield f"{begin} {'enable' if after.get('row_security') else 'disable'} row level security;"
    if "force_row_security" in changed:
        yield f"{begin} {'' if after.get('force_row_security') else 'no '}force row level security;"
    if "replica_identity" in changed and after.kind == "table":
        kind = str(after.get("replica_identity") or "default")
        yield f"{begin} replica identity {kind.replace('index ', 'using index ', 1)};"


def materialized_view(_: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statements that make a materialized view what it should be, but for its query."""
    if "definition" in changed:
        return None
    begin = f"alter materialized view {after.identity}"
    said = [*_placed(begin, before, after, changed)]
    if "not_populated" in changed:
        data = "with no data" if after.get("not_populated") else "with data"
        said.append(f"refresh materialized view {after.identity} {data};")
    return said


def constraint(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statement that validates a constraint; anything else makes it anew."""
    if changed == {"not_valid"} and before.get("not_valid"):
        held = scope.parent(after)
        return [f"alter {held.kind} {held.identity} validate constraint {after.name};"]
    return [] if changed == {"inherited"} else None


def index(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statements that give an index its state; another definition makes it anew."""
    if changed & {"definition", "constraint"} or (
        before.get("attached_to") and "attached_to" in changed
    ):
        return None
    begin, held = f"alter index {after.identity}", scope.whole.table_of(after)
    said = [*storage_parameters(begin, before, after)]
    if "tablespace" in changed:
        said.append(f"{begin} set tablespace {after.get('tablespace') or 'pg_default'};")
    if "attached_to" in changed:
        said.append(f"alter index {after.get('attached_to')} attach partition {after.identity};")
    if "clustered" in changed:
        how = f"cluster on {after.name}" if after.get("clustered") else "set without cluster"
        said.append(f"alter {held.kind} {held.identity} {how};")
    had, has = (one.get("column_statistics") or {} for one in (before, after))
    numbers = [number for number in {**had, **has} if had.get(number) != has.get(number)]
    said += [f"{begin} alter column {n} set statistics {has.get(n, -1)};" for n in sorted(numbers)]
    is_whole = not (after.get("invalid") or after.get("not_ready"))
    is_partitioned = " ON ONLY " in (after.get("definition") or "")
    if changed & {"invalid", "not_ready"} and is_whole and not is_partitioned:
        said.append(f"reindex index {after.identity};")
    return said


def column(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statements that make a column what it should be; its data stays.

    To be generated in another way, it has to be made anew.
    """
    held = scope.parent(after)
    if held.kind in {"view", "materialized view"}:
        return _of_view(held, after, changed)
    if "generated" in changed and after.get("generated"):
        return None
    begin = f"alter {held.kind} {held.identity}"
    one = f"{begin} alter column {after.name}"
    said = [f"{one} drop expression;"] if "generated" in changed else []
    if changed & {"type", "collation"}:
        said += _typed(one, before, after, changed)
    elif "default" in changed and not after.get("generated"):
        said.append(_default(one, after))
    said += _identity(one, before, after, changed)
    said += _not_null(scope, begin, before, after)
    return [*said, *_stored(scope, one, before, after, changed)]


def _of_view(held: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    one = f"alter {held.kind} {held.identity} alter column {after.name}"
    if changed == {"default"}:
        return [_default(one, after)]
    return [] if held.kind == "view" else None


def _default(one: str, after: Entry) -> str:
    if after.get("default") is None:
        return f"{one} drop default;"
    return f"{one} set default {lowered(after.attributes['default'])};"


def _typed(one: str, before: Entry, after: Entry, changed: set[str]) -> Iterator[str]:
    if before.get("default"):
        yield f"{one} drop default;"
    type_ = after.attributes["type"]
    collation = f" collate {after.get('collation')}" if after.get("collation") else ""
    using = f" using {after.name}::{type_}" if "type" in changed else ""
    yield f"{one} type {type_}{collation}{using};"
    if after.get("default"):
        yield _default(one, after)


def _identity(one: str, before: Entry, after: Entry, changed: set[str]) -> Iterator[str]:
    if "identity" in changed and before.get("identity") and after.get("identity"):
        yield f"{one} set generated {after.get('identity')};"


def _not_null(scope: Scope, begin: str, before: Entry, after: Entry) -> Iterator[str]:
    words = ("not_null", "not_null_name", "not_null_no_inherit", "not_null_not_valid")
    old, new = ([one.get(word) for word in words] for one in (before, after))
    if old == new or comes_with_parent(scope, after):
        return
    name = not_null_name(scope, after)
    if old[:3] == new[:3] and not new[3]:
        yield f"{begin} validate constraint {name};"
        return
    if before.get("not_null"):
        yield f"{begin} alter column {after.name} drop not null;"
    if not after.get("not_null"):
        return
    if not any(new[1:]):
        yield f"{begin} alter column {after.name} set not null;"
        return
    more = " no inherit" if new[2] else ""
    more += " not valid" if new[3] else ""
    yield f"{begin}\n    add constraint {name} not null {after.name}{more};"


def _stored(
    scope: Scope, one: str, before: Entry, after: Entry, changed: set[str]
) -> Iterator[str]:
    if "storage" in changed or ("type" in changed and after.get("storage")):
        usual = "default" if scope.snapshot.postgres > 15 else _usual_storage(after)  # noqa: PLR2004 - 16 has the word
        yield f"{one} set storage {after.get('storage') or usual};"
    if "compression" in changed:
        yield f"{one} set compression {after.get('compression') or 'default'};"
    if "statistics" in changed:
        target = after.get("statistics")
        yield f"{one} set statistics {-1 if target is None else target};"
    if scope.parent(after).kind == "foreign table":
        both = before.get("options") or {}, after.get("options") or {}
        yield from (f"{one}{text};" for text in [foreign_changes(*both)] if text)
    else:
        yield from storage_parameters(one, before, after)


def _usual_storage(after: Entry) -> str:
    return _STORAGES.get(after.attributes["type"].partition("(")[0], "extended")
