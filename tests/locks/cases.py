"""The regression table of locks, as values, and how a case is run."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psycopg.conninfo import conninfo_to_dict

from refdb import db, sqltext
from refdb.locks import observe_migration
from refdb.locks.modes import blocks, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.db import Connection
    from refdb.locks import Lock, Observation

TABLE = Path(__file__).with_name("cases.toml")
VERSIONS = (15, 16, 18)
_INDEX_KINDS = frozenset(("index", "partitioned index"))


@dataclass(frozen=True)
class Effect:
    """What a statement locks, rewrites, builds and reads, as the table writes it."""

    locks: frozenset[str]
    rewrites: frozenset[str]
    builds: frozenset[str]
    reads: frozenset[str]


@dataclass(frozen=True)
class Case:
    """One row of the table on one version."""

    group: str
    say: str
    sql: str
    setup: str
    major: int
    error: str
    effect: Effect


def schema(*, is_filled: bool = True) -> str:
    """Answers the statements that make what the cases work on, with its rows or without."""
    statements = (one.text for one in sqltext.split(_table()["schema"]))
    return ";\n".join(one for one in statements if is_filled or not one.startswith("insert"))


def cases() -> Iterator[Case]:
    """Answers every row on every version that has the statement."""
    for group in _table()["group"]:
        for row in group["cases"]:
            for major in VERSIONS:
                if row.get("since", 0) <= major:
                    yield _case(group["name"], row | row.get(f"pg{major}", {}), major)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def _case(group: str, row: dict[str, str], major: int) -> Case:
    effect = Effect(
        frozenset(filter(None, row.get("locks", "").split(", "))),
        *(frozenset(row.get(key, "").split()) for key in ("rewrites", "builds", "reads")),
    )
    setup, error = row.get("setup", ""), row.get("error", "")
    return Case(group, row["say"], row["sql"], setup, major, error, effect)


def run(url: str, case: Case) -> Observation:
    """Runs a case in a database that has the schema, and answers what was observed."""
    name = str(conninfo_to_dict(url)["dbname"])
    with db.connect(url) as conn:
        _run(conn, case.setup.format(database=name))
        (statement,) = sqltext.split(case.sql.format(database=name))
        is_alone = sqltext.refuses_transaction(statement)
        (seen,) = observe_migration(conn, [statement], transactional=not is_alone)
        return seen


def _run(conn: Connection, text: str) -> None:
    for statement in sqltext.split(text):
        db.run(conn, statement.text)


def effect(seen: Observation) -> Effect:
    """Answers an observation as the table writes it."""
    return Effect(
        frozenset(f"{_plain(one.relation)} {short(one.mode)}" for one in _telling(seen)),
        frozenset(_plain(one.relation) + "*" * one.is_emptied for one in seen.rewrites),
        frozenset(_plain(one.index) for one in seen.builds),
        frozenset(_plain(one.relation) for one in seen.reads),
    )


def _telling(seen: Observation) -> Iterator[Lock]:
    """The locks; of indexes only those that keep out more than their table's own."""
    own = {
        one.relation: blocks([lock.mode for lock in seen.locks if lock.relation == one.relation])
        for one in seen.locks
    }
    for one in seen.locks:
        of_table = own.get(one.table) if one.kind in _INDEX_KINDS else None
        if of_table is None or own[one.relation].rank > of_table.rank:
            yield one


def _plain(name: str) -> str:
    return name.removeprefix("public.")
