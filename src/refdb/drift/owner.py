"""One role under one name on both sides: a schema's owner differs from server to server. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from refdb.catalog import Entry, Snapshot

#: What the role that migrates is called in a comparison.
OWNER = "(owner)"


def with_owner(snapshot: Snapshot, role: str) -> Snapshot:
    """Answers a snapshot in which the role that migrates has a name of no role.

    Args:
        snapshot: a snapshot.
        role: that role as the snapshot writes it, in quotes where it needs them.
    """
    entries = [*_numbered(_renamed(entry, role) for entry in snapshot)]
    return replace(snapshot, entries={one.key: one for one in sorted(entries, key=_key)})


def _key(entry: Entry) -> str:
    return entry.key


def _renamed(entry: Entry, role: str) -> Entry:
    attributes = dict(entry.attributes)
    if attributes.get("owner") == role:
        attributes["owner"] = OWNER
    if "grants" in attributes:
        attributes["grants"] = _grants(attributes["grants"], role)
    identity = entry.identity
    if entry.kind == "default privileges":
        identity = identity.replace(f"for role {role} ", f"for role {OWNER} ", 1)
    if entry.kind == "settings" and identity == f"of role {role}":
        identity = f"of role {OWNER}"
    return entry._replace(identity=identity, attributes=attributes)


def _numbered(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The role's own job first among namesakes, whatever users there are besides."""
    jobs: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind == "cron job":
            jobs.setdefault(entry.name, []).append(entry)
        else:
            yield entry
    for name, namesakes in jobs.items():
        # Sorted by user and age already: `sorted` leaves that as it is.
        ordered = sorted(namesakes, key=lambda job: (job.get("owner") != OWNER, job.get("owner")))
        for number, job in enumerate(ordered, 1):
            yield job._replace(identity=name if number == 1 else f"{name} #{number}")


def _grants(given: Mapping[str, Any], role: str) -> dict[str, Any]:
    """Rights by who has them, `app` or `app by boss`."""
    renamed = {}
    for key, rights in given.items():
        grantee, by, grantor = key.partition(" by ")
        names = [OWNER if name == role else name for name in (grantee, grantor)]
        renamed[by.join(names) if by else names[0]] = rights
    return renamed
