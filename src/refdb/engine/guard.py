"""The overwrite guard: a hot fix made by hand is not lost when a migration replaces what it fixed.

The ledger has the definition of each function, view and trigger as the last migration left it, in
the server's own words. Before a migration replaces one, what is there must be that. Where another
migration changes it on the way, as a renamed column changes every view of it, the ledger learns
the new definition, but only if it was the known one before: a hot fix stays one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from psycopg.sql import Literal

from refdb import ledger, sqltext
from refdb.errors import RefusedError
from refdb.late import late
from refdb.queries import load

with late():
    from refdb.engine import edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.db import Connection
    from refdb.engine.plan import Task


class Overwrite(NamedTuple):
    """An object that was changed by hand and that a migration would replace.

    Attributes:
        task: which task of the plan would be the first to do so, counted from 0.
        line: the statement's line in its file.
        kind: `function`, `view` or `trigger`.
        name: its name, a function's with its argument types.
        migration_id: the migration that left it as the ledger has it.
        recorded: the definition in the ledger.
        live: the definition that is there.
    """

    task: int
    line: int
    kind: str
    name: str
    migration_id: str
    recorded: str
    live: str


# Only statements with one of these words define such an object, or change it on the way.
_TOUCHES = re.compile(
    r"\b(alter|cascade|function|procedure|routine|view|trigger|do|call)\b", re.IGNORECASE
)
#: Statements that `opening` sends.
OPENING_STATEMENTS = 4


def find_overwrites(conn: Connection, tasks: Sequence[Task]) -> tuple[Overwrite, ...]:
    """Answers what was changed by hand and would be replaced. Changes nothing."""
    named = [
        (number, one)
        for number, task in enumerate(tasks)
        if touches(task)
        for one in sqltext.defined_by(task.script.statements)
    ]
    if not named or not ledger.knows_objects(conn):
        return ()
    with conn.transaction():
        query = _filled(conn, "guard/resolve", named=sqltext.as_lookup([one for _, one in named]))
        first: dict[tuple[str, int], int] = {}
        for place, kind, oid in conn.execute(query).fetchall():
            first.setdefault((kind, oid), place)
        conn.execute(load("guard/search_nothing"))
        changed = _filled(conn, "guard/changed", oids=[oid for _, oid in first])
        rows = conn.execute(changed).fetchall() if first else []
    places = {(kind, oid): named[place] for (kind, oid), place in first.items()}
    return tuple(
        Overwrite(number, one.line, kind, *known)
        for kind, oid, *known in rows
        for number, one in [places[kind, oid]]
    )


def refused_overwrites(tasks: Sequence[Task], found: Sequence[Overwrite]) -> Iterator[RefusedError]:
    """Answers the refusal of each object that would be lost. Pure."""
    for one in found:
        file = tasks[one.task].script.file
        yield RefusedError(
            f"would replace {one.kind} {one.name}, which was changed by hand since "
            f"{one.migration_id}",
            file=file,
            line=one.line,
            detail=edits.difference(
                one.recorded, one.live, f"as {one.migration_id} left it", "as it is"
            ),
            hint="Write the change into a migration that comes first, or put the old definition "
            "back. --overwrite replaces it all the same and keeps what is there now in "
            "refdb.overwritten.",
        )


def with_overwrites(tasks: Sequence[Task], found: Sequence[Overwrite]) -> tuple[Task, ...]:
    """Answers the tasks, each with what it replaces and keeps in the ledger. Pure."""
    if not found:
        return tuple(tasks)
    names: dict[int, list[str]] = {}
    for one in found:
        names.setdefault(one.task, []).append(one.name)
    return tuple(
        replace(task, overwrites=tuple(names.get(number, ()))) for number, task in enumerate(tasks)
    )


def touches(task: Task) -> bool:
    """Answers whether a migration may change the definition of a function, view or trigger."""
    return bool(_TOUCHES.search(task.script.text))


def opening(conn: Connection, task: Task) -> str:
    """Answers the statements that come before a migration's own, in its transaction."""
    return _filled(
        conn,
        "guard/mark",
        id=task.migration.id,
        direction=task.direction,
        names=list(task.overwrites),
    )


def closing(conn: Connection, task: Task) -> str:
    """Answers the statements that come after a migration's own, in its transaction."""
    defined = sqltext.defined_by(task.script.statements)
    known = {"id": task.migration.id}
    track = (
        _filled(conn, "guard/track", named=sqltext.as_lookup(defined), **known) if defined else ""
    )
    return track + _filled(conn, "guard/refresh", **known)


def _filled(conn: Connection, query: str, **values: object) -> str:
    literals = {name: Literal(value).as_string(conn) for name, value in values.items()}
    parts = {name: load(f"guard/{name}") for name in ("live", "definition")}
    if "named" in literals:
        literals["named"] = load("guard/named").format(**literals)
    return load(query).format(**literals, **parts)
