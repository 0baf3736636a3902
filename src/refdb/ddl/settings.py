"""Settings that sessions begin with in a database: everybody's, and single roles'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.foreign import hidden
from refdb.ddl.routines import setting
from refdb.ddl.text import dollar_quoted, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope


def settings(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that make the settings; not those whose values are secret."""
    yield from _set(scope, entry, entry.get("settings") or {})


def settings_dropped(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that take the settings back, one by one."""
    for name in sorted(entry.get("settings") or {}):
        yield _here(scope, entry, f"reset {name}")


def altered(scope: Scope, before: Entry, after: Entry, __: set[str]) -> list[str]:
    """Answers the statements for those settings alone that change."""
    had, has = (one.get("settings") or {} for one in (before, after))
    gone = [_here(scope, after, f"reset {name}") for name in sorted(had) if name not in has]
    return [*gone, *_set(scope, after, [name for name in has if had.get(name) != has[name]])]


def _set(scope: Scope, entry: Entry, names: Iterable[str]) -> Iterator[str]:
    given = entry.get("settings") or {}
    for name in sorted({*names} - {*hidden(entry)}):
        yield _here(scope, entry, f"set {name} = {setting(name, given[name])}")


def _here(scope: Scope, entry: Entry, what: str) -> str:
    """Answers a statement on the database that it is run in, whatever that is called."""
    role = entry.identity.removeprefix("of ")
    if role == "the database":
        whose = "database %I"
    elif role == f"role {scope.role}":  # drift calls who migrates by a name that no role has
        whose = "role current_user in database %I"
    else:
        whose = f"{_escaped(role)} in database %I"
    said = literal(f"alter {whose} {_escaped(what)}")
    body = f"\nbegin\n    execute format({said}, current_database());\nend\n"
    return f"do {dollar_quoted(body)};"


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
