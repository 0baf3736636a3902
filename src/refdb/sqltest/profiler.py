"""Measures with plpgsql_check's profiler which statements of functions run."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import TYPE_CHECKING

from psycopg.sql import SQL

from refdb import db, sqltext
from refdb.queries import load
from refdb.sqltest.coverage import Coverage, Routine, Step, merged
from refdb.sqltest.run import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.db import Connection
    from refdb.tree import Script, Tree

#: The extension that has the profiler.
EXTENSION = "plpgsql_check"
_SETTINGS = {"session_preload_libraries": EXTENSION, "plpgsql_check.profiler": "on"}


class Profiler:
    """Adds up what ran on several connections, of several threads too.

    Args:
        tree: whose files define the functions.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._profiles: list[dict[str, list[Step]]] = []
        self._lock = threading.Lock()
        self.watch = Watch(_SETTINGS, self._look)

    def _look(self, conn: Connection) -> None:
        """Reads what ran on a connection: the profile goes with its session."""
        with db.failures("the profiler"):
            ((schema,),) = conn.execute(load("sqltest/profiler_schema")).fetchall()
            query = SQL(load("sqltest/profile")).format(schema=SQL(schema))
            rows = conn.execute(query).fetchall()
        profile: defaultdict[str, list[Step]] = defaultdict(list)
        for name, *step in rows:
            profile[name].append(Step(*step))
        with self._lock:
            self._profiles.append(profile)

    def coverage(self, url: str) -> Coverage:
        """Answers what ran, of all functions that files of the tree define.

        Args:
            url: a database with the schema as the migrations give it.
        """
        with db.connect(url, **_SETTINGS) as conn:
            self._look(conn)  # so that functions are known of which no test called any
            with db.failures("the profiler"):
                routines = conn.execute(load("sqltest/routines")).fetchall()
        steps = merged(self._profiles)
        places = _places(self._tree)
        found = (
            Routine(signature, *places[name, body], steps.get(signature, ()))
            for signature, name, language, body in routines
            if language == "plpgsql" and (name, body) in places
        )
        others = {name for name, _ in places} & {
            name for _, name, language, _ in routines if language != "plpgsql"
        }
        return Coverage(tuple(found), len(others))


def _places(tree: Tree) -> dict[tuple[str, str], tuple[str, int, int]]:
    """For each function's name and body its file, its line there and that of its body.

    Object files are where a function is edited; one without is where the newest migration has it.
    """
    found: dict[tuple[str, str], tuple[str, int, int]] = {}
    for script in _scripts(tree):
        for one in sqltext.bodies_of(script.statements):
            key = (f"{one.schema}.{one.name}", one.text)
            found.setdefault(key, (script.file, one.line, one.first_line))
    return found


def _scripts(tree: Tree) -> Iterator[Script]:
    yield from (one.script for one in tree.objects if one.kind in {"function", "trigger"})
    yield from (one.apply for one in reversed(tree.migrations))
