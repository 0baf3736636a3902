"""Templates on a server that is not refdb's own: databases that stay there, a few, to be copied.

Each is built by one process at a time, which holds a lock of the server. Its comment is written
when it is whole and says when it was used last: one without a comment was left by a builder that
died, for whoever holds the lock knows that nobody builds.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from psycopg.sql import SQL, Identifier, Literal

from refdb import db
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Final

    from refdb.db import Connection
    from refdb.throwaway.source import Wish

PREFIX: Final = "refdb_template_"

# Each takes the room of the schema, on a server that belongs to others too.
MOST: Final = 4

_TOLD: Final = "refdb template: removed by refdb throwaway --clean; used "
_FORM: Final = rf"^{PREFIX}[0-9a-f]{{20}}$"


def name_for(wish: Wish, role: str) -> str:
    """Answers the name of the template of a wish, the same for all that is the same in it.

    Args:
        wish: what is wished, with a template.
        role: whose database it is; another role could not copy it.
    """
    parts = [role, wish.template.key if wish.template else "", *sorted(wish.extensions)]
    parts += [f"{name}={wish.settings[name]}" for name in sorted(wish.settings)]
    return f"{PREFIX}{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:20]}"


@contextmanager
def whole(server: str, name: str, build: Callable[[str], None]) -> Iterator[bool]:
    """Has a template whole on a server while a copy is made; answers whether it was built now.

    Others wait meanwhile: roles are the server's, too, and two who make the same ones at a time
    are in each other's way.

    Args:
        server: the URL of the server.
        name: the template.
        build: makes the database of that name.

    Raises:
        Exception: whatever `build` raises; nothing of the template is left then.
    """
    with _alone(server) as conn:
        there = [one for one, told, _ in _found(conn) if told]
        _drop_all(conn, [one for one, told, _ in _found(conn) if not told])
        if name not in there:
            try:
                build(name)
            except BaseException:
                _drop_all(conn, [name])
                raise
        now = datetime.now(tz=UTC).isoformat()
        _run(conn, "mark_database", name, marker=Literal(f"{_TOLD}{now}"))
        _drop_all(conn, [one for one, _, _ in _found(conn)][MOST:])
        yield name not in there


def clean(server: str) -> tuple[int, ...]:
    """Drops every template of this role on a server; answers the bytes of each.

    Args:
        server: the URL of the server.

    Raises:
        CannotConnectError: it does not answer.
    """
    with _alone(server) as conn:
        found = _found(conn)
        _drop_all(conn, [name for name, _, _ in found])
        return tuple(size for _, _, size in found)


@contextmanager
def _alone(server: str) -> Iterator[Connection]:
    """Answers a connection that holds the lock of those who make schemas there."""
    with db.connect(server) as conn, db.failures():
        conn.execute(load("throwaway/lock_server"))
        yield conn


def _found(conn: Connection) -> list[tuple[str, str | None, int]]:
    return conn.execute(load("throwaway/templates_there"), [_FORM, _TOLD]).fetchall()


def _drop_all(conn: Connection, names: list[str]) -> None:
    for name in names:
        _run(conn, "drop_database", name)


def _run(conn: Connection, query: str, name: str, **parts: Any) -> None:
    conn.execute(SQL(load(f"throwaway/{query}")).format(name=Identifier(name), **parts))
