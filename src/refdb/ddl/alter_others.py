"""What is no table made another in its place: sequences, types, publications, foreign servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl import others, relations
from refdb.ddl.alter_tables import foreign_changes
from refdb.ddl.columns import default, default_dropped
from refdb.ddl.text import compact, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope


def enabled(scope: Scope, after: Entry, word: str) -> list[str]:
    """Answers the statement that enables or disables a trigger or rule."""
    return [relations.enabled(scope, after, word)]


def sequence(_: Scope, __: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statements that give a sequence its parameters; its number stays."""
    if "identity_of" in changed:
        return None
    said = []
    if "persistence" in changed:
        said.append(f"alter sequence {after.identity} set {after.get('persistence') or 'logged'};")
    words = {"type": "as", "increment": "increment by", "min": "minvalue", "max": "maxvalue",
             "start": "start with", "cache": "cache"}  # fmt: skip
    parts = [f"{word} {after.get(name)}" for name, word in words.items() if name in changed]
    if "cycle" in changed:
        parts.append("cycle" if after.get("cycle") else "no cycle")
    if parts:
        said.append(f"alter sequence {after.identity}\n    " + "\n    ".join(parts) + ";")
    if "owned_by" in changed:
        said.append(f"alter sequence {after.identity} owned by {after.get('owned_by') or 'none'};")
    return said


def statistics(_: Scope, __: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statement that sets a target; other columns make the statistics anew."""
    if changed != {"target"}:
        return None
    target = after.get("target")
    return [f"alter statistics {after.identity} set statistics {-1 if target is None else target};"]


def type_(_: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statements that add values to an enum, in their places, or rename one.

    Without one of its values, or with another order, it has to be made anew.
    """
    if changed != {"labels"}:
        return None
    old, new = list(before.get("labels") or ()), list(after.get("labels") or ())
    if [label for label in new if label in old] == old:
        return list(_added(after.identity, old, new))
    pairs = [(had, has) for had, has in zip(old, new, strict=False) if had != has]
    if len(old) != len(new) or len(pairs) != 1 or pairs[0][1] in old:
        return None
    ((had, has),) = pairs
    return [f"alter type {after.identity} rename value {literal(had)} to {literal(has)};"]


def _added(identity: str, old: list[str], new: list[str]) -> Iterator[str]:
    for number, label in enumerate(new):
        if label not in old:
            following = [one for one in new[number + 1 :] if one in old]
            where = f" before {literal(following[0])}" if following else ""
            yield f"alter type {identity} add value {literal(label)}{where};"


def attribute(scope: Scope, _: Entry, after: Entry, __: set[str]) -> list[str]:
    """Answers the statement that gives an attribute another type."""
    collation = f" collate {after.get('collation')}" if after.get("collation") else ""
    held = scope.parent(after).identity
    return [f"alter type {held} alter attribute {after.name} type {after.get('type')}{collation};"]


def domain(scope: Scope, _: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statements that give a domain another default, or take null away from it."""
    if not changed <= {"default", "not_null"}:
        return None
    said = []
    if "default" in changed:
        piece = after._replace(parent=after.key)
        set_ = default if after.get("default") else default_dropped
        said += [*set_(scope, piece)]
    if "not_null" in changed:
        said.append(f"alter {after.key} {'set' if after.get('not_null') else 'drop'} not null;")
    return said


def extension(_: Scope, __: Entry, after: Entry, changed: set[str]) -> list[str]:
    """Answers the statements that give an extension its version and schema."""
    said = []
    if "version" in changed:
        said.append(f"alter {after.key} update to {literal(after.attributes['version'])};")
    if "schema" in changed:
        said.append(f"alter {after.key} set schema {after.get('schema')};")
    return said


def event_trigger(_: Scope, __: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statement that enables or disables an event trigger."""
    if changed != {"enabled"}:
        return None
    state = after.get("enabled")
    word = {None: "enable", "disabled": "disable"}.get(state, f"enable {state}")
    return [f"alter {after.key} {word};"]


def publication(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statements that make a publication publish what it should."""
    if "all_tables" in changed:
        return None
    said = []
    if changed & {"publish", "via_root", "generated_columns"}:
        usual = {"via_root": "publish_via_partition_root = false",
                 "generated_columns": "publish_generated_columns = none"}  # fmt: skip
        reset = [usual[name] for name in usual if name in changed and not after.get(name)]
        said.append(f"alter {after.key} set {compact([*others.publishing(after), *reset])};")
    had, has = (one.get("schemas") or [] for one in (before, after))
    said += [f"alter {after.key} drop tables in schema {one};" for one in had if one not in has]
    said += [f"alter {after.key} add tables in schema {one};" for one in has if one not in had]
    return said + list(_published(scope, before, after))


def _published(scope: Scope, before: Entry, after: Entry) -> Iterator[str]:
    had, has = (one.get("tables") or {} for one in (before, after))
    for name in {**had, **has}:
        if had.get(name) == has.get(name):
            continue
        if name in had:
            yield f"alter {after.key} drop table {name};"
        piece = scope.entry(f"publication table {after.name}.{name}")
        if piece is not None:
            yield from others.published(scope, piece)


_SUBSCRIBING = {
    "binary": "false",
    "disable_on_error": "false",
    "synchronous_commit": "off",
    "origin": "any",
    "run_as_owner": "false",
}


def subscription(_: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statements that give a subscription its publications and parameters.

    Two phases and failover are agreed with the publisher when it is made.
    """
    had, has = (one.get("options") or {} for one in (before, after))
    parts = [f"{name} = {text}" for name, text in has.items() if had.get(name) != text]
    parts += [f"{name} = {_SUBSCRIBING.get(name)}" for name in had if name not in has]
    if any(part.startswith(("two_phase ", "failover ")) for part in parts):
        return None
    if "passwordless" in changed:
        parts.append(f"password_required = {'false' if after.get('passwordless') else 'true'}")
    said = [f"alter {after.key} set {compact(parts)};"] if parts else []
    if "publications" in changed:
        names = ", ".join(after.get("publications") or ())
        said.append(f"alter {after.key} set publication {names} with (refresh = false);")
    return said


def foreign(_: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statement that gives a wrapper, server or user mapping its options."""
    if changed & {"wrapper", "type"}:
        return None
    parts = []
    if "version" in changed:
        version = literal(after.attributes["version"]) if after.get("version") else "null"
        parts.append(f" version {version}")
    words = [word for word in ("handler", "validator") if word in changed]
    parts += [f" {word} {after.get(word)}" if after.get(word) else f" no {word}" for word in words]
    parts.append(foreign_changes(before.get("options") or {}, after.get("options") or {}))
    return [f"alter {after.key}{''.join(parts)};"]


def search(_: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statements that give a text search configuration its mappings."""
    if changed != {"mappings"}:
        return None
    had, has = (one.get("mappings") or {} for one in (before, after))
    said = [f"alter {after.key} drop mapping for {one};" for one in had if one not in has]
    for alias, names in has.items():
        if had.get(alias) != names:
            word = "alter" if alias in had else "add"
            said.append(f"alter {after.key} {word} mapping for {alias} with {', '.join(names)};")
    return said


def job(scope: Scope, before: Entry, after: Entry, changed: set[str]) -> list[str] | None:
    """Answers the statement that gives the role's own job of that name another schedule."""
    is_named = after.name != f"({after.get('schedule')}) {after.get('command')}"
    is_own = scope.role == after.get("owner") == before.get("owner")
    if not (is_named and is_own) or "inactive" in changed:
        return None
    return [*relations.job(scope, after)]


def default_privileges(scope: Scope, before: Entry, after: Entry, _: set[str]) -> list[str]:
    """Answers the statements that make default privileges what they should be."""
    gone = others.default_privileges_back(scope, before)
    return [*gone, *others.default_privileges(scope, after)]
