"""Foreign data wrappers, servers, user mappings. What is secret stays open, with a remark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refdb.ddl.text import foreign_options, literal, remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Entry
    from refdb.ddl.scope import Scope

_HIDDEN = "***"


def hidden(entry: Entry) -> list[str]:
    """Answers the options and settings whose values a snapshot does not have."""
    given = {**(entry.get("options") or {}), **(entry.get("settings") or {})}
    return [name for name, text in given.items() if text == _HIDDEN]


def _remark(entry: Entry) -> str:
    names = ", ".join(hidden(entry))
    return remark(f"Not known, to be filled in: {names}.") if names else ""


def wrapper(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a foreign data wrapper."""
    handler = f"\n    handler {entry.get('handler')}" if entry.get("handler") else ""
    validator = f"\n    validator {entry.get('validator')}" if entry.get("validator") else ""
    given = foreign_options(entry.get("options"))
    yield f"{_remark(entry)}create {entry.key}{handler}{validator}{given};"


def server(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a foreign server."""
    type_ = f" type {literal(entry.attributes['type'])}" if entry.get("type") else ""
    version = f" version {literal(entry.attributes['version'])}" if entry.get("version") else ""
    yield (
        f"{_remark(entry)}create server {entry.name}{type_}{version}\n"
        f"    foreign data wrapper {entry.get('wrapper')}{foreign_options(entry.get('options'))};"
    )


def mapping(_: Scope, entry: Entry) -> Iterator[str]:
    """Answers the statement that makes a user mapping."""
    yield f"{_remark(entry)}create {entry.key}{foreign_options(entry.get('options'))};"
