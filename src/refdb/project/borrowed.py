"""A project's schema in a database of its own on a server that somebody else runs."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg.sql import SQL, Identifier

from refdb import db, throwaway
from refdb.project import throwaways
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.project.base import Base
    from refdb.throwaway import Throwaway

_VERSION_PARTS = 10_000  # server_version_num of 15.4 is 150004


@contextmanager
def open_on(project: Base, url: str, *, sample: int | None) -> Iterator[Throwaway]:
    """Opens a database with a project's schema on a server that runs; it is dropped at the end.

    Args:
        project: whose schema.
        url: a superuser's URL of any database of the server.
        sample: rows of sample data; None for none.

    Raises:
        CannotConnectError: nothing answers there.
        RefdbError: the schema cannot be made there.
    """
    name = f"refdb_{secrets.token_hex(4)}"
    own = throwaway.url_of(url, name)
    _run(url, "borrowed/create_database", name)
    try:
        with db.connect(url) as conn, db.failures():
            # Roles are the server's: two who make the same ones at a time are in each other's way.
            conn.execute(load("borrowed/lock_server"))
            throwaways.build(project, own, sample, empty=False)
            major = conn.info.server_version // _VERSION_PARTS
            version = conn.info.parameter_status("server_version") or str(major)
        yield throwaway.Throwaway(own, major, version, "server", Path(), Path(), built=True)
    finally:
        _run(url, "throwaway/drop_database", name)


def _run(url: str, query: str, name: str) -> None:
    with db.connect(url) as conn, db.failures():
        conn.execute(SQL(load(query)).format(name=Identifier(name)))
