"""From one schema to another: what is dropped and run, in which order; tried on a throwaway."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from refdb import catalog, db, ddl
from refdb.diff import diff
from refdb.errors import RefusedError
from refdb.make.files import in_rounds, role_of
from refdb.make.managed import dependents, holder, is_managed, managed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from refdb.catalog import Snapshot
    from refdb.db import Connection


@dataclass(frozen=True)
class Piece:
    """Statements that make one object, or several that share a file.

    Attributes:
        keys: the snapshot's keys of what it makes.
        text: the statements.
        file: the file that they are from; empty for those from a catalog.
        lasting: statements that are enough where the objects stay as they are, but for rights,
            comments and owners; empty where more changes.
    """

    keys: tuple[str, ...]
    text: str
    file: str = ""
    lasting: str = ""

    def beside(self, dropped: Collection[str]) -> Piece:
        """Answers what is to be run: the few statements, or all where an object was dropped."""
        is_whole = not self.lasting or not set(dropped).isdisjoint(self.keys)
        return replace(self, text=self.text if is_whole else self.lasting, lasting="")


@dataclass(frozen=True)
class Steps:
    """How to get from one schema to another.

    Attributes:
        dropped: the keys of what is dropped.
        drops: the statements that drop it.
        pieces: what is run then, in order.
    """

    dropped: frozenset[str] = frozenset()
    drops: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()


def find_steps(
    conn: Connection, before: Snapshot, after: Snapshot, pieces: Sequence[Piece]
) -> Steps:
    """Answers how to get from one schema to another; everything tried is rolled back.

    What can be replaced is; what cannot is dropped with what needs it and made again.

    Args:
        conn: a connection to a throwaway where the schema before is; in its transaction or not.
        before: its snapshot.
        after: the schema to get to.
        pieces: how each object of it is made.

    Raises:
        RefusedError: something that only a migration written by hand may change is in the way.
        StatementFailedError: a piece cannot be run.
    """
    changed = changed_keys(before, after)
    removed = managed(before) - managed(after)
    wanted = {key for key in managed(after) if key not in before.entries or key in changed}
    stuck = _unreplaceable(conn, after, changed, _making(pieces, wanted))
    dropped, last = _dropped(before, removed, stuck)
    chosen = [one.beside(dropped) for one in _making(pieces, wanted | dropped)]
    drops = ddl.drop(before, dropped, role=role_of(conn))
    with db.failures(), conn.transaction(force_rollback=True):
        for statement in drops:
            conn.execute(statement)
        order = run_pieces(conn, chosen)
        if last:
            end = ddl.drop(catalog.snapshot(conn), last, role=role_of(conn))
            order += run_pieces(conn, [Piece((), "\n".join(end))])
        _check_arrival(after, catalog.snapshot(conn))
    return Steps(frozenset(dropped), drops, order)


def _dropped(
    before: Snapshot, removed: Collection[str], stuck: set[str]
) -> tuple[set[str], set[str]]:
    """What is dropped first, and what last: when the tables that need it need it no more.

    Args:
        before: what is there.
        removed: what must go.
        stuck: what must go to be made again.
    """
    first = {*removed, *stuck}
    try:
        return first | set(_with_dependents(before, first)), set()
    except RefusedError:
        # A policy needs a function that is replaced, and with it what only its old form called.
        needed = stuck | set(_with_dependents(before, stuck))
        return needed, {*removed} - needed


def changed_keys(before: Snapshot, after: Snapshot) -> frozenset[str]:
    """Answers the objects with a file that are in both schemas and differ, parts included."""
    tops = {top_of(change.key, before, after) for change in diff(before, after)}
    return frozenset(tops) & managed(before) & managed(after)


def top_of(key: str, before: Snapshot, after: Snapshot) -> str:
    """Answers which entry a changed one goes with, itself or the object that it is a part of."""
    return holder(after if key in after.entries else before, key)


def _unreplaceable(
    conn: Connection, after: Snapshot, changed: frozenset[str], pieces: Sequence[Piece]
) -> set[str]:
    """Which changed objects are not as they should be after their piece has been run."""
    # Replacing one would keep its readers waiting while it is built: see swaps.
    stays = {key for one in pieces if one.lasting for key in one.keys}
    built = {key for key in changed - stays if key.startswith("materialized view ")}
    with db.failures(), conn.transaction(force_rollback=True):
        plain = [one.beside(()) for one in pieces if not built.intersection(one.keys)]
        in_rounds(plain, partial(_run_piece, conn))
        seen = catalog.snapshot(conn)
    return built | (set(changed) & changed_keys(seen, after)) | (set(changed) - managed(seen))


def _making(pieces: Sequence[Piece], keys: Collection[str]) -> list[Piece]:
    return [one for one in pieces if set(keys).intersection(one.keys)]


def _with_dependents(before: Snapshot, gone: Collection[str]) -> Iterator[str]:
    for top, dependent in dependents(before, gone).items():
        if not is_managed(before.entries[top]):
            raise RefusedError(
                f"{dependent} needs something that cannot be replaced: {', '.join(sorted(gone))}",
                hint="Only functions, views, triggers and schedules are dropped and made again. "
                "Write this migration by hand: `refdb new NAME`.",
            )
        yield top


def run_pieces(conn: Connection, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Runs pieces, each after those that it needs; answers the order in which they ran.

    Raises:
        StatementFailedError: one cannot be run whatever ran before it.
    """
    done, failures = in_rounds(pieces, partial(_run_piece, conn))
    if failures:
        raise failures[0]
    return tuple(done)


def _run_piece(conn: Connection, piece: Piece) -> None:
    with conn.transaction():
        db.run(conn, piece.text, file=piece.file)


def _check_arrival(wanted: Snapshot, arrived: Snapshot) -> None:
    lines = [change.line() for change in diff(arrived, wanted)]
    if lines:
        raise RefusedError(
            "the object files cannot be reached by a migration that is made from them",
            detail="\n".join(lines),
            hint="Write this migration by hand: `refdb new NAME`.",
        )


def pieces_of(files: Mapping[str, tuple[str, str]]) -> tuple[Piece, ...]:
    """Answers a piece for each file.

    Args:
        files: by key the name of the file that makes it, and the statements in it.
    """
    keys: dict[tuple[str, str], list[str]] = {}
    for key, named in files.items():
        keys.setdefault(named, []).append(key)
    return tuple(Piece(tuple(sorted(of)), text, file) for (file, text), of in keys.items())
