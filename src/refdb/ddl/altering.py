"""The statements that make an entry another one in its place, where Postgres can."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from refdb.ddl import alter_others, alter_tables, settings
from refdb.ddl.decor import commented, named, not_null_name
from refdb.ddl.grants import PUBLIC_RIGHTS, granted_on, grants
from refdb.ddl.kinds import KINDS
from refdb.ddl.text import items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_DECOR = frozenset(
    ("owner", "comment", "grants", "depends_on_extensions", "not_null_comment", "columns")
)
#: What is no decor of some kinds, but what they are.
_CORE = {
    "cron job": frozenset(["owner"]),
    "default privileges": frozenset(["grants"]),
    "type": frozenset(["columns"]),
}
#: Answers statements, or None where the entry has to be dropped and made again.
Alter: TypeAlias = "Callable[[Scope, Entry, Entry, set[str]], list[str] | None]"


def altered(scope: Scope, before: Entry, after: Entry) -> tuple[str, ...] | None:
    """Answers the statements that make an entry what it should be in its place.

    Args:
        scope: what it should be in.
        before: the entry as it is.
        after: the entry as it should be.

    Returns:
        None where it has to be dropped and made again.
    """
    names = {*before.attributes, *after.attributes}
    changed = {name for name in names if before.get(name) != after.get(name)}
    core = (changed - _DECOR) | (changed & _CORE.get(after.kind, frozenset()))
    said = _core(scope, before, after, core) if core else []
    if said is None:
        return None
    return (*said, *_decor(scope, before, after, changed))


def _core(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    alter = _ALTERS.get(after.kind)
    return alter(scope, before, after, changed) if alter else None


def _decor(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> Iterator[str]:
    if "owner" in changed and after.get("owner"):
        # Who migrates has another name on each server.
        role = "current_user" if after.get("owner") == scope.role else after.get("owner")
        yield f"alter {named(scope, after)} owner to {role};"
    if "depends_on_extensions" in changed:
        yield from _extensions(scope, before, after)
    if "comment" in changed:
        yield commented(named(scope, after), after.get("comment"))
    if "not_null_comment" in changed:
        held = scope.parent(after).identity
        name = f"constraint {not_null_name(scope, after)} on {held}"
        yield commented(name, after.get("not_null_comment"))
    if "grants" in changed and after.kind != "default privileges":
        yield from _grants(scope, before, after)


def _extensions(scope: Scope, before: Entry, after: Entry) -> Iterator[str]:
    had, has = (set(one.get("depends_on_extensions") or ()) for one in (before, after))
    what = named(scope, after)
    yield from (f"alter {what} no depends on extension {name};" for name in sorted(had - has))
    yield from (f"alter {what} depends on extension {name};" for name in sorted(has - had))


def _grants(scope: Scope, before: Entry, after: Entry) -> Iterator[str]:
    """Answers the statements for those roles alone whose rights change."""
    had, has = (dict(one.get("grants") or {}) for one in (before, after))
    if before.get("owner") != after.get("owner"):
        had = {_after_owner(role, before, after): rights for role, rights in had.items()}
    roles = {role for role in {*had, *has} if had.get(role) != has.get(role)}
    target = granted_on(scope, after)
    columns = f" ({after.name})" if after.kind == "column" else ""
    for role in sorted(roles & had.keys(), key=lambda one: " by " not in one):
        name, _, grantor = role.partition(" by ")
        revoke = f"revoke all{columns} on {target} from {name} cascade;"
        yield from (f"set role {grantor};", revoke, "reset role;") if grantor else (revoke,)
    wanted = {role: has[role] if role in has else _usual(after, role) for role in roles}
    # A revoke takes along what the role had granted others.
    wanted |= {
        role: rights for role, rights in has.items() if " by " in role and roles & had.keys()
    }
    shown = after._replace(attributes={**after.attributes, "grants": wanted})
    yield from grants(replace(scope, role=scope.role), shown)


def _after_owner(role: str, before: Entry, after: Entry) -> str:
    return str(after.get("owner")) if role == before.get("owner") else role


def _usual(entry: Entry, role: str) -> list[str]:
    if role == "public":
        return [PUBLIC_RIGHTS[entry.kind]] if entry.kind in PUBLIC_RIGHTS else []
    return ["all"] if role == entry.get("owner") else []


def _replaced(scope: Scope, _: Entry, after: Entry, __: set[str]) -> list[str]:
    given = replace(scope, replaced=scope.replaced | {after.key})
    return [*KINDS[after.kind].make(given, after), *KINDS[after.kind].state(scope, after)]


def _routine(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    if {"returns", "window"} & changed or not _can_take(before, after):
        return None
    return _replaced(scope, before, after, changed)


def _can_take(before: Entry, after: Entry) -> bool:
    """Answers whether `create or replace` lets arguments become others: more defaults, names."""
    old, new = (items(one.attributes["arguments"]) for one in (before, after))
    if len(old) != len(new):
        return False
    for had, has in zip(old, new, strict=True):
        name, _, default = had.partition(" DEFAULT ")
        now, _, now_default = has.partition(" DEFAULT ")
        is_same = name == now or now.endswith(f" {name}")
        if not is_same or (default and not now_default):
            return False
    return True


def _view(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    old, new = (list(one.get("columns") or ()) for one in (before, after))
    is_longer = new[: len(old)] == old and scope.whole_before is not None
    if not is_longer or any(_type(scope, before, name) for name in old):
        return None
    return _replaced(scope, before, after, changed)


def _type(scope: Scope, before: Entry, name: str) -> bool:
    """Answers whether a view's column has another type or collation."""
    key = f"column {before.identity}.{name}"
    old = scope.whole_before.entries.get(key) if scope.whole_before else None
    new = scope.entry(key)
    if old is None or new is None:
        return True
    return any(old.get(word) != new.get(word) for word in ("type", "collation"))


def _trigger(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    if "copy_of" in changed:
        return None
    if "definition" not in changed:
        return alter_others.enabled(scope, after, "trigger")
    both = before.attributes["definition"], after.attributes["definition"]
    if after.get("copy_of") or any(" CONSTRAINT TRIGGER " in text for text in both):
        return None
    return _replaced(scope, before, after, changed)


def _rule(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    if "definition" not in changed:
        return alter_others.enabled(scope, after, "rule")
    return _replaced(scope, before, after, changed)


_ALTERS: dict[str, Alter] = {
    "function": _routine,
    "procedure": _routine,
    "view": _view,
    "trigger": _trigger,
    "rule": _rule,
    "materialized view": alter_tables.materialized_view,
    "table": alter_tables.table,
    "foreign table": alter_tables.table,
    "column": alter_tables.column,
    "constraint": alter_tables.constraint,
    "index": alter_tables.index,
    "sequence": alter_others.sequence,
    "statistics": alter_others.statistics,
    "type": alter_others.type_,
    "attribute": alter_others.attribute,
    "domain": alter_others.domain,
    "extension": alter_others.extension,
    "event trigger": alter_others.event_trigger,
    "publication": alter_others.publication,
    "subscription": alter_others.subscription,
    "foreign data wrapper": alter_others.foreign,
    "server": alter_others.foreign,
    "user mapping": alter_others.foreign,
    "text search configuration": alter_others.search,
    "cron job": alter_others.job,
    "default privileges": alter_others.default_privileges,
    "settings": settings.altered,
}
