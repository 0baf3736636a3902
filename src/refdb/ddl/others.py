"""Schemas, extensions, languages, collations, publications and what else stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.grants import PUBLIC_RIGHTS, grant
from refdb.ddl.text import compact, listed, literal, lowered, remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope


def schema(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a schema."""
    yield f"create schema {entry.name};"


def extension(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes an extension, in its version."""
    version = literal(entry.attributes["version"])
    yield f"create extension {entry.name}\n    schema {entry.get('schema')}\n    version {version};"


def language(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a procedural language."""
    trusted = "trusted " if entry.get("trusted") else ""
    words = ("handler", "inline", "validator")
    said = "".join(f"\n    {word} {entry.get(word)}" for word in words if entry.get(word))
    yield f"create {trusted}language {entry.name}{said};"


def access_method(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes an access method."""
    yield f"create {entry.key} type {entry.get('type')} handler {entry.get('handler')};"


def collation(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a collation, of the version that the library has now."""
    parts = [f"provider = {entry.get('provider')}"]
    names = ("locale", "lc_collate", "lc_ctype", "rules")
    parts += [f"{name} = {literal(entry.attributes[name])}" for name in names if entry.get(name)]
    if entry.get("nondeterministic"):
        parts.append("deterministic = false")
    yield f"create collation {entry.identity} {listed(parts)};"


def conversion(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a conversion."""
    default = "default " if entry.get("default") else ""
    source, target = literal(entry.attributes["source"]), literal(entry.attributes["target"])
    function = entry.get("function")
    yield f"create {default}{entry.key}\n    for {source} to {target} from {function};"


def event_trigger(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes an event trigger."""
    lines = [f"create {entry.key}", f"on {entry.get('event')}"]
    if entry.get("tags"):
        lines.append(f"when tag in ({', '.join(map(literal, entry.attributes['tags']))})")
    yield "\n".join([*lines, f"execute function {entry.get('function')}"]) + ";"


def event_trigger_state(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that enables or disables an event trigger."""
    if state := entry.get("enabled"):
        yield f"alter {entry.key} {'disable' if state == 'disabled' else f'enable {state}'};"


def publication(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a publication with its tables."""
    shown = [_shown(one) for one in scope.children(entry.key) if scope.is_inline(one.key)]
    shown += [f"tables in schema {name}" for name in entry.get("schemas") or ()]
    listing = ",\n    ".join(shown)
    what = f"\nfor\n    {listing}" if shown else ""
    if entry.get("all_tables"):
        what = "\nfor all tables"
    yield f"create {entry.key}{what}\nwith {compact(publishing(entry))};"


def publishing(entry: Entry) -> Iterator[str]:
    """Answers what a publication publishes, as parameters."""
    yield f"publish = {literal(', '.join(entry.get('publish') or ()))}"
    if entry.get("via_root"):
        yield "publish_via_partition_root = true"
    if entry.get("generated_columns"):
        yield f"publish_generated_columns = {entry.get('generated_columns')}"


def _shown(entry: Entry) -> str:
    said = lowered(entry.attributes["shown"])
    return f"table {entry.name} {said}".rstrip()


def published(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that adds a table to a publication."""
    yield f"alter {scope.parent(entry).key} add {_shown(entry)};"


def unpublished(scope: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that takes a table out of a publication."""
    yield f"alter {scope.parent(entry).key} drop table {entry.name};"


def subscription(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a subscription which is not connected yet."""
    names = ", ".join(entry.get("publications") or ())
    yield (
        f"{remark('How it connects is not known, to be filled in and enabled.')}"
        f"create {entry.key}\n    connection ''\n    publication {names}\n"
        f"    with {compact(['connect = false', 'slot_name = none', *subscribing(entry)])};"
    )


def subscribing(entry: Entry) -> Iterator[str]:
    """Answers how a subscription works, as parameters."""
    for name, text in (entry.get("options") or {}).items():
        yield f"{name} = {text}"
    if entry.get("passwordless"):
        yield "password_required = false"


def subscription_dropped(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that drop a subscription; the publisher's slot stays."""
    yield f"alter {entry.key} disable;"
    yield f"{remark('The slot on the publisher stays.')}alter {entry.key} set (slot_name = none);"
    yield f"drop {entry.key};"


def default_privileges(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that set default privileges."""
    begin, target = _defaults(entry)
    for role, rights in (entry.get("grants") or {}).items():
        if role in _having(entry):
            yield f"{begin} revoke all on {target} from {role};"
        yield from (f"{begin} {one}" for one in grant(target, entry, role, rights))


def default_privileges_back(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statements that make default privileges the server's own again."""
    begin, target = _defaults(entry)
    having = _having(entry)
    for role in entry.get("grants") or {}:
        yield f"{begin} revoke all on {target} from {role};"
        if role in having:
            yield f"{begin} grant {having[role]} on {target} to {role};"


def _defaults(entry: Entry) -> tuple[str, str]:
    where, _, target = entry.identity.rpartition(" on ")
    return f"alter default privileges {where}", target


def _having(entry: Entry) -> dict[str, str]:
    """Answers who has which rights by default, where default privileges are not of one schema."""
    if entry.parent:
        return {}
    where, _, target = entry.identity.rpartition(" on ")
    own = {where.removeprefix("for role "): "all"}
    right = PUBLIC_RIGHTS.get(target.removesuffix("s"))
    return own | ({"public": right} if right else {})
