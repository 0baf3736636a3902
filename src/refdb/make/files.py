"""What the object files say: run on a throwaway in place of what the migrations made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from psycopg.sql import Literal

from refdb import catalog, db, ddl, sqltext
from refdb.errors import BadTreeError, RefusedError, StatementFailedError
from refdb.make.managed import dependents, managed, pinned
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from refdb.catalog import Snapshot
    from refdb.db import Connection
    from refdb.sqltext import Defined
    from refdb.tree import Object


_Item = TypeVar("_Item")
# invalid_function_definition, invalid_table_definition: another signature, other columns.
_NOT_REPLACEABLE = ("42P13", "42P16")


@dataclass(frozen=True)
class World:
    """A schema as the object files say it, and which file says what.

    Attributes:
        snapshot: what is there.
        files: by an entry's key the object file that defines it.
        order: the object files in an order in which they can be run.
    """

    snapshot: Snapshot
    files: dict[str, Object]
    order: tuple[Object, ...]


def world_of(conn: Connection, objects: Sequence[Object], migrated: Snapshot) -> World:
    """Answers what the object files say, in a transaction that is rolled back.

    What the migrations made of functions, views, triggers and schedules is dropped and made
    anew from the files; what a table needs is only replaced.

    Args:
        conn: a connection to a throwaway with every migration applied.
        objects: the tree's.
        migrated: that throwaway's snapshot.

    Raises:
        StatementFailedError: an object's file cannot be run.
        RefusedError: one cannot be replaced as its file says, because a table needs it.
        BadTreeError: two files define one object.
    """
    with db.failures(), conn.transaction(force_rollback=True):
        free = managed(migrated) - pinned(migrated)
        for statement in ddl.drop(migrated, free, role=role_of(conn)):
            conn.execute(statement)
        try:
            order = run_files(conn, objects)
        except StatementFailedError as error:
            raise _explained(error, objects, migrated) from None
        made = catalog.snapshot(conn)
        return World(made, _files_of(conn, objects), order)


def role_of(conn: Connection) -> str:
    """Answers who runs statements on a connection, as SQL writes the name."""
    return str(conn.execute(load("make/role")).fetchall()[0][0])


def run_files(conn: Connection, objects: Sequence[Object]) -> tuple[Object, ...]:
    """Runs object files, each after those that it needs; answers the order in which they ran.

    Raises:
        StatementFailedError: one cannot be run whatever ran before it.
    """
    done, failures = in_rounds(objects, partial(run_object, conn))
    if failures:
        raise failures[0]
    return tuple(done)


def in_rounds(
    items: Iterable[_Item], run: Callable[[_Item], None]
) -> tuple[list[_Item], list[StatementFailedError]]:
    """Runs items again and again, for as long as a round brings one further.

    Returns:
        Those that ran, in the order in which they did, and why the others could not.
    """
    waiting, done = list(items), list[_Item]()
    failures: list[StatementFailedError] = []
    while waiting:
        failed, failures = list[_Item](), []
        for one in waiting:
            try:
                run(one)
                done.append(one)
            except StatementFailedError as error:
                failed.append(one)
                failures.append(error)
        if len(failed) == len(waiting):
            break
        waiting = failed
    return done, failures


def run_object(conn: Connection, one: Object) -> None:
    """Runs one object's file; nothing of it is left when it fails.

    Raises:
        StatementFailedError: the server refused a statement of it.
    """
    with conn.transaction():
        db.run(conn, one.script.text, file=one.script.file, locate=one.script.locate)


def _files_of(conn: Connection, objects: Sequence[Object]) -> dict[str, Object]:
    """By the key of each entry the file that defines it, as it is now."""
    pairs = list(_scheduled(objects))
    created = [(defined, one) for one in objects for defined in _created(one)]
    lookup = Literal(sqltext.as_lookup([defined for defined, _ in created])).as_string(conn)
    resolve = load("guard/resolve").format(named=load("guard/named").format(named=lookup))
    found = conn.execute(resolve).fetchall()
    conn.execute(load("guard/search_nothing"))
    values = {"kinds": [kind for _, kind, _ in found], "oids": [oid for _, _, oid in found]}
    keys = [key for (key,) in conn.execute(load("make/keys"), values).fetchall()]
    pairs += [(key, created[place][1]) for key, (place, *_) in zip(keys, found, strict=True)]
    files: dict[str, Object] = {}
    for key, one in pairs:
        if files.setdefault(key, one) is not one:
            raise _twice(key, files[key], one)
    return files


def _created(one: Object) -> Iterator[Defined]:
    statements = [other for other in one.script.statements if other.first_word == "create"]
    return iter(sqltext.defined_by(statements))


def _scheduled(objects: Sequence[Object]) -> Iterator[tuple[str, Object]]:
    for one in objects:
        if one.kind == "schedule":
            for name in sqltext.scheduled_by(one.script.statements):
                yield f"cron job {name}", one


def _explained(
    error: StatementFailedError, objects: Sequence[Object], migrated: Snapshot
) -> StatementFailedError | RefusedError:
    """What a person can do about a file that fails, where it is a table that is in the way."""
    failed = [one for one in objects if one.script.file == error.file]
    names = {sqltext.plain(defined.name) for one in failed for defined in _created(one)}
    held = [key for key in pinned(migrated) if migrated.entries[key].name in names]
    if error.sqlstate not in _NOT_REPLACEABLE or not held:
        return error
    needs = dependents(migrated, held).values()
    return RefusedError(
        f"{error.message}, and it cannot be dropped: {', '.join(sorted(needs))} needs it",
        file=error.file,
        line=error.line,
        hint="Write this migration by hand: `refdb new NAME`.",
    )


def _twice(key: str, first: Object, second: Object) -> BadTreeError:
    return BadTreeError(
        f"defines {key}, and so does {first.script.file}",
        file=second.script.file,
        hint="One object, one file: take it out of one of them.",
    )
