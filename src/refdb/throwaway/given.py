"""The provider `server`: databases made and dropped on a server that is not refdb's own.

Nothing is touched there but databases that this role has made for throwaways. Each has a comment
that says so, and a session holds its lock for as long as somebody lives for it: whose lock is free
has been left behind, and the next command drops it. A few templates that they are copied from stay.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from psycopg.sql import SQL, Identifier, Literal

from refdb import db
from refdb.errors import MissingPartError, RefusedError
from refdb.queries import load
from refdb.throwaway import given_templates
from refdb.throwaway.binaries import packages_for
from refdb.throwaway.names import MARKER, lock_of, new_name, pattern, pattern_of
from refdb.throwaway.source import SERVER
from refdb.throwaway.urls import database_of, url_of
from refdb.throwaway.value import Throwaway

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.db import Connection
    from refdb.throwaway.source import Wish

_SECONDS_TO_NOTICE = 60.0


@dataclass(frozen=True)
class _Facts:
    """What a server says of itself, and of the role that asks."""

    major: int
    version: str
    role: str
    may_create: bool
    home: int


@contextmanager
def open_given(wish: Wish) -> Iterator[Throwaway]:
    """Makes a database on the given server, which is dropped in whatever way this process ends.

    Args:
        wish: what it is to be.

    Raises:
        CannotConnectError: the server does not answer.
        RefusedError: the role may not create databases there.
        MissingPartError: it has another version, or has not the extensions.
        StatementFailedError: it refuses.
    """
    server = as_url(wish.source.server)
    with db.connect(server) as home, db.failures():
        facts = _suitable(home, wish)
        _sweep(home, facts.home)
        name = new_name(facts.home)
        with _kept(home, server, name):
            built = _make(home, server, name, wish, facts.role)
            yield _described(facts, server, url_of(server, name), built=built)


def as_url(text: str) -> str:
    """Answers a connection string as a URL whose path is the database.

    Args:
        text: a URL or libpq connection string.

    Raises:
        BadRequestError: it is neither.
    """
    parts = db.parse_url(text)
    name = str(parts.pop("dbname", "") or "postgres")
    return url_of(f"postgresql:///?{urlencode(parts)}", name)


def lacks(wish: Wish) -> str:
    """Answers why the given server is not what is wished, empty when it is.

    Raises:
        CannotConnectError: it does not answer.
    """
    with db.connect(as_url(wish.source.server)) as home, db.failures():
        try:
            _suitable(home, wish)
        except (MissingPartError, RefusedError) as error:
            return error.message
    return ""


def remove(server: str, name: str) -> None:
    """Drops a throwaway's database and its clones once its maker's session has ended.

    Args:
        server: the URL of the server.
        name: the database.
    """
    with db.connect(server) as home, db.failures():
        deadline = time.monotonic() + _SECONDS_TO_NOTICE
        while not _holds(home, name) and time.monotonic() < deadline:
            time.sleep(0.1)
        _drop(home, name)


def _suitable(home: Connection, wish: Wish) -> _Facts:
    """Answers what the server is, when it is what is wished."""
    facts = _Facts(*home.execute(load("throwaway/server_facts")).fetchone() or ())
    where = f"the server {db.describe(as_url(wish.source.server))}"
    if wish.postgres not in (None, facts.major):
        raise MissingPartError(
            f"{where} is PostgreSQL {facts.version}, and {wish.postgres} is wanted",
            hint="Name a server of that version, or leave the version out.",
        )
    if not facts.may_create:
        raise RefusedError(
            f"the role {facts.role} may not create databases on {where}",
            hint=f"Let a superuser grant it: alter role {facts.role} createdb;",
        )
    rows = home.execute(load("throwaway/lacking_extensions"), [list(wish.extensions)]).fetchall()
    lacking = [name for (name,) in rows]
    if lacking:
        raise MissingPartError(
            f"{where} (PostgreSQL {facts.version}) has no {', '.join(lacking)}",
            hint=f"Install there what has it: apt-get install {packages_for(facts.major, lacking)}",
        )
    return facts


@contextmanager
def _kept(home: Connection, server: str, name: str) -> Iterator[None]:
    """Holds a throwaway's lock, and drops its databases at the end of the block or the process."""
    from refdb.throwaway.keeper import kept  # noqa: PLC0415 - as a program, it imports this

    _holds(home, name)
    owner = os.getpid()
    with kept(server=server, database=name) as done:
        try:
            yield
        finally:
            if os.getpid() == owner:
                with _alive(home, server) as conn:
                    _drop(conn, name)
                done()


def _make(home: Connection, server: str, name: str, wish: Wish, role: str) -> bool:
    """Makes a database, marks it, and lets people in; answers whether its template was built."""
    if wish.template is None:
        _make_empty(home, name, wish)
        _create_extensions(url_of(server, name), wish)
        return True

    def build(template: str) -> None:
        _make_empty(home, template, wish, marker=None)
        _create_extensions(url_of(server, template), wish)
        if wish.template:
            wish.template.build(url_of(server, template))

    copied = given_templates.name_for(wish, role)
    with given_templates.whole(server, copied, build) as built:
        _run(home, "copy_template", name, template=Identifier(copied))
    _open(home, name, wish, MARKER)
    return built


def _make_empty(home: Connection, name: str, wish: Wish, marker: str | None = MARKER) -> None:
    """Makes an empty database, marks it, lets people in, and gives it its settings."""
    _run(home, "make_database", name)
    _open(home, name, wish, marker)


def _open(home: Connection, name: str, wish: Wish, marker: str | None) -> None:
    if marker:
        _run(home, "mark_database", name, marker=Literal(marker))
    for setting, value in wish.settings.items():
        _run(home, "set_for_database", name, setting=Identifier(setting), value=Literal(value))
    _run(home, "open_database", name)


def _create_extensions(url: str, wish: Wish) -> None:
    if wish.extensions:
        wanted = ",".join(sorted(wish.extensions))
        with db.connect(url, **{"refdb.extensions": wanted}) as conn:
            db.run(conn, load("throwaway/create_extensions"))


def _sweep(home: Connection, home_oid: int) -> None:
    """Drops the databases that nobody lives for any more."""
    for name in _names(home, pattern(home_oid)):
        if _holds(home, name):
            _drop(home, name)
            home.execute(load("throwaway/release"), [lock_of(name)])


def _drop(home: Connection, name: str) -> None:
    """Drops a throwaway's database, and then its clones: by then the last of them is whole."""
    _run(home, "drop_database", name)
    for clone in _names(home, pattern_of(name)):
        _run(home, "drop_database", clone)


def _names(home: Connection, form: str) -> list[str]:
    rows = home.execute(load("throwaway/databases_named"), [form, MARKER]).fetchall()
    return [name for (name,) in rows]


def _holds(home: Connection, name: str) -> bool:
    """Answers whether this session has the lock of a throwaway now."""
    row = home.execute(load("throwaway/hold"), [lock_of(name)]).fetchone()
    return row == (True,)


@contextmanager
def _alive(home: Connection, server: str) -> Iterator[Connection]:
    """Answers the session, or another one where it was lost."""
    if not home.broken:
        yield home
        return
    with db.connect(server) as another:
        yield another


def _run(home: Connection, query: str, name: str, **parts: Any) -> None:
    home.execute(SQL(load(f"throwaway/{query}")).format(name=Identifier(name), **parts))


def _described(facts: _Facts, server: str, url: str, *, built: bool) -> Throwaway:
    psql = shutil.which("psql")
    return Throwaway(
        url=url,
        major=facts.major,
        version=facts.version,
        provider=SERVER,
        bin=Path(psql).parent if psql else Path("/usr/bin"),
        directory=Path("/nonexistent", database_of(url)),
        built=built,
        quiet=server,
    )
