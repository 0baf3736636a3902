"""A migration pair: from what the migrations give to what the object files say, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from refdb import catalog, db, ddl
from refdb.diff import diff
from refdb.errors import RefusedError
from refdb.make.files import role_of, world_of
from refdb.make.lasting import LASTING, with_lasting
from refdb.make.managed import managed
from refdb.make.owners import with_leave
from refdb.make.steps import find_steps, pieces_of, top_of
from refdb.make.words import said
from refdb.make.write import body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.catalog import Snapshot
    from refdb.db import Connection
    from refdb.diff import Change
    from refdb.make.files import World
    from refdb.make.steps import Piece
    from refdb.tree import Object


@dataclass(frozen=True)
class Pair:
    """The statements of a migration and of its rollback, and what they change.

    Attributes:
        apply: from what the migrations give to what the object files say.
        rollback: the way back, with the exact definitions that were there.
        changes: what changes.
        said: the same in words: `changes function public.f(integer)`.
    """

    apply: str
    rollback: str
    changes: tuple[Change, ...]
    said: str = ""


def make_pair(conn: Connection, objects: Sequence[Object]) -> Pair | None:
    """Answers the pair that makes the migrations give what the object files say.

    Args:
        conn: a connection to a throwaway with every migration applied; nothing stays changed.
        objects: the tree's.

    Returns:
        None where they agree.

    Raises:
        StatementFailedError: an object's file cannot be run.
        RefusedError: only a migration written by hand can do it.
    """
    migrated = catalog.snapshot(conn)
    world = world_of(conn, objects, migrated)
    changes = diff(migrated, world.snapshot)
    if not changes:
        return None
    _check_changes(changes, migrated, world)
    role = role_of(conn)
    pieces = with_lasting(_from_files(world), migrated, world.snapshot, role)
    forward = find_steps(conn, migrated, world.snapshot, pieces)
    apply = with_leave(body(world.snapshot, forward), world.snapshot)
    with db.failures(), conn.transaction(force_rollback=True):
        db.run(conn, apply, file="the migration")
        arrived = catalog.snapshot(conn)
        pieces = with_lasting(_from_catalog(migrated, arrived, role), arrived, migrated, role)
        rollback = with_leave(body(migrated, find_steps(conn, arrived, migrated, pieces)), migrated)
        _check_round_trip(conn, rollback, migrated)
    return Pair(apply, rollback, changes, said(changes, migrated, world.snapshot))


def _from_files(world: World) -> tuple[Piece, ...]:
    order = {one: number for number, one in enumerate(world.order)}
    files = sorted(world.files.items(), key=lambda item: order[item[1]])
    return pieces_of({key: (one.script.file, _statements(one)) for key, one in files})


def _statements(one: Object) -> str:
    """A file's statements with the comments between them, without its header."""
    return one.script.text[one.script.statements[0].start :].strip()


def _from_catalog(snapshot: Snapshot, there: Snapshot, role: str) -> tuple[Piece, ...]:
    texts = {
        key: "\n".join(
            (
                *ddl.or_replace(ddl.create(snapshot, [key], role=role)),
                *_taken_back(snapshot, there, key, role),
            )
        )
        for key in sorted(managed(snapshot))
    }
    return pieces_of({key: ("", text) for key, text in texts.items()})


def _taken_back(snapshot: Snapshot, there: Snapshot, key: str, role: str) -> tuple[str, ...]:
    """The statements for what `create or replace` leaves as it is: rights, a comment."""
    entry, now = snapshot.entries[key], there.entries.get(key)
    if now is None:
        return ()
    lasting = {name: now.attributes[name] for name in LASTING if name in now.attributes}
    others = {name: one for name, one in entry.attributes.items() if name not in LASTING}
    before = entry._replace(attributes=others | lasting)
    if before == entry:
        return ()
    with_it = replace(snapshot, entries={**snapshot.entries, key: before})
    return ddl.replace(with_it, snapshot, [key], role=role)


def _check_changes(changes: Sequence[Change], migrated: Snapshot, world: World) -> None:
    known = managed(migrated) | managed(world.snapshot)
    strange = [
        one.line() for one in changes if top_of(one.key, migrated, world.snapshot) not in known
    ]
    if strange:
        raise RefusedError(
            "the object files change what only a migration may change",
            detail="\n".join(strange),
            hint="Tables, types and data are written by hand: `refdb new NAME`.",
        )
    unowned = sorted(managed(world.snapshot) - world.files.keys())
    if unowned:
        raise RefusedError(
            f"no object file says what {', '.join(unowned)} is, and a table needs it",
            hint="Write its file, or a migration that takes it out of the table: `refdb new NAME`.",
        )


def _check_round_trip(conn: Connection, rollback: str, migrated: Snapshot) -> None:
    with conn.transaction(force_rollback=True):
        db.run(conn, rollback, file="the rollback")
        lines = [change.line() for change in diff(catalog.snapshot(conn), migrated)]
    if lines:
        raise RefusedError(
            "no rollback that restores everything can be made",
            detail="\n".join(lines),
            hint="Write this migration by hand: `refdb new NAME`.",
        )
