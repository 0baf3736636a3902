"""Databases that are copies of a throwaway's, each for one file of tests."""

from __future__ import annotations

import itertools
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from refdb import db
from refdb.queries import load

if TYPE_CHECKING:
    from collections.abc import Iterator


class Copies:
    """Copies of a database, made when they are asked for.

    Args:
        url: the database; nobody may be connected to it.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def take(self) -> str:
        """Answers the URL of a new copy."""
        name = f"refdb_copy_{next(self._numbers)}"
        self._run("clone", name)
        return make_conninfo(self._url, dbname=name)

    def give_back(self, url: str) -> None:
        """Drops a copy."""
        self._run("drop_clone", str(conninfo_to_dict(url)["dbname"]))

    def _run(self, query: str, name: str) -> None:
        names = {"clone": Identifier(name), "template": Identifier(self._name)}
        with self._lock, db.connect(make_conninfo(self._url, dbname="template1")) as conn:
            conn.execute(SQL(load(f"sqltest/{query}")).format(**names))

    @property
    def _name(self) -> str:
        return str(conninfo_to_dict(self._url)["dbname"])


@contextmanager
def copies_of(url: str) -> Iterator[Copies]:
    """Opens copies of a database."""
    yield Copies(url)
