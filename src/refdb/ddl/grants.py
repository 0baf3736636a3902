"""Grants: what an entry has beyond its kind's own, and lacks of that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_WORDS = {
    "view": "table",
    "materialized view": "table",
    "foreign table": "table",
    "domain": "type",
    "aggregate": "function",
    "server": "foreign server",
}
#: What everybody may do with a new one.
PUBLIC_RIGHTS = {
    "function": "execute",
    "procedure": "execute",
    "aggregate": "execute",
    "type": "usage",
    "domain": "usage",
    "language": "usage",
}
_DEFAULTS = {"table": "tables", "sequence": "sequences", "schema": "schemas", "type": "types",
             "function": "functions", "procedure": "functions"}  # fmt: skip
_OPTION = " with grant option"
_BY = re.compile(r'(?P<role>"(?:[^"]|"")*"|\S+) by (?P<grantor>.*)', re.DOTALL)


def grants(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that give a new entry its grants.

    Grants by somebody else than the owner are made as that role, by `set role`: a superuser's are
    the owner's.
    """
    if entry.kind == "default privileges" or scope.whole.is_piece(entry):
        return
    own, others = _by_grantor(entry.get("grants") or {})
    usual = _by_default(scope, entry)
    first = usual | {"public", _owner(scope, entry)}
    given = {role: _kept(scope, entry, role) for role in usual} | own
    target = granted_on(scope, entry)
    for role, rights in sorted(given.items(), key=lambda one: bool(one[1])):
        if role in first or not rights:
            yield f"revoke all{_columns(entry)} on {target} from {role};"
        yield from grant(target, entry, role, rights)
    yield from _by_others(target, entry, others)


def _owner(scope: Scope, entry: Entry) -> str:
    held = scope.whole.table_of(entry) if entry.kind == "sequence" else entry
    return str(held.get("owner") or "")


def _kept(scope: Scope, entry: Entry, role: str) -> list[str]:
    """Answers the rights that a role has by itself."""
    if role == "public":
        return [PUBLIC_RIGHTS[entry.kind]] if entry.kind in PUBLIC_RIGHTS else []
    return ["all"] if role == _owner(scope, entry) else []


def granted_on(scope: Scope, entry: Entry) -> str:
    """Answers what stands behind `on` in a grant."""
    if entry.kind == "column":
        return f"table {scope.parent(entry).identity}"
    if entry.kind == "aggregate":
        return f"function {entry.identity.replace('(*)', '()')}"
    return f"{_WORDS.get(entry.kind, entry.kind)} {entry.identity}"


def grant(target: str, entry: Entry, role: str, rights: Sequence[str]) -> Iterator[str]:
    """Answers the statements that grant rights, those with grant option apart."""
    for option in ("", _OPTION):
        chosen = [
            right.removesuffix(_OPTION)
            for right in rights
            if right.endswith(_OPTION) == bool(option)
        ]
        if chosen:
            said = ", ".join(f"{right}{_columns(entry)}" for right in chosen)
            yield f"grant {said} on {target} to {role}{option};"


def _columns(entry: Entry) -> str:
    return f" ({entry.name})" if entry.kind == "column" else ""


def _by_grantor(
    given: Mapping[str, Sequence[str]],
) -> tuple[dict[str, Sequence[str]], dict[str, tuple[str, Sequence[str]]]]:
    """Answers the owner's grants, and those of others: who, by whom, what."""
    own: dict[str, Sequence[str]] = {}
    others: dict[str, tuple[str, Sequence[str]]] = {}
    for name, rights in given.items():
        if found := _BY.fullmatch(name):
            others[name] = (found["grantor"], rights)
        else:
            own[name] = rights
    return own, others


def _by_others(
    target: str, entry: Entry, others: dict[str, tuple[str, Sequence[str]]]
) -> Iterator[str]:
    """Answers grants by others, each after the one that lets its grantor grant."""
    waiting = dict(others)
    while waiting:
        receivers = {name: name.rpartition(" by ")[0] for name in waiting}
        ready = [
            name
            for name, (grantor, _) in waiting.items()
            if all(role != grantor for other, role in receivers.items() if other != name)
        ] or list(waiting)
        for name in ready:
            grantor, rights = waiting.pop(name)
            yield f"set role {grantor};"
            yield from grant(target, entry, receivers[name], rights)
            yield "reset role;"


def _by_default(scope: Scope, entry: Entry) -> set[str]:
    """Answers the roles that the database's default privileges say something of."""
    word = _DEFAULTS.get(_WORDS.get(entry.kind, entry.kind))
    if word is None:
        return set()
    return {
        role
        for key, defaults in scope.whole.default_privileges
        if key not in scope.keys
        and defaults.identity.endswith(f" on {word}")
        and (not scope.role or defaults.identity.startswith(f"for role {scope.role} "))
        and (not defaults.parent or defaults.parent == f"schema {entry.schema}")
        for role in defaults.get("grants") or {}
        if " by " not in role
    }
