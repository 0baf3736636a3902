"""Databases full of objects: the claims of the snapshot, and objects that need each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.claims import all_claims
from refdb import db, sqltext, throwaway

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from refdb.catalog import Entry, Snapshot
    from refdb.db import Connection

ROLES = 'create role refdb_boss superuser; create role refdb_app; create role "Refdb odd"'
#: Attributes that no statement can bring back alone: column order, and an index's broken state.
ORDER = frozenset(["columns"])
BROKEN = frozenset(["invalid", "not_ready"])
_CRON = """
grant all on schema cron to refdb_app;
grant all on all functions in schema cron to refdb_app;
grant all on all tables in schema cron to refdb_app
"""
# A role is the whole server's, and may be there from another database's world.
_ROLE = re.compile(r"create role (\w+);")
_UNLESS_THERE = r"do $$begin create role \1; exception when duplicate_object then end$$;"
_HERE = Path(__file__).parent
_COLUMNS = re.compile(r" ON .* FROM |^\(.*?\)")


def prepare_server(conn: Connection) -> None:
    """Makes a server ready for the worlds: their roles, and a tablespace in its own directory."""
    conn.execute(ROLES)
    conn.execute("set allow_in_place_tablespaces = on")
    conn.execute("create tablespace refdb_space location ''")


def prepare(url: str) -> None:
    """Makes a database ready for a world: pg_cron's stand-in, for everybody."""
    throwaway.install_cron_stand_in(url)
    with db.connect(url) as conn:
        conn.execute(_CRON)


def claims(*steps: str) -> Callable[[Connection], None]:
    """The objects of every claim, each claim in a schema of its own, after some of its steps."""

    def make(conn: Connection) -> None:
        for number, claim in enumerate(all_claims().values()):
            if claim.since <= conn.info.server_version // 10000:
                schema = f"claim_{number:03}"
                conn.execute(
                    f"set role refdb_boss; create schema {schema}; set search_path = {schema}"
                )
                for step in steps:
                    text = getattr(claim, step).replace("{s}", schema)
                    conn.execute(_ROLE.sub(_UNLESS_THERE, text))
                conn.execute("reset all; reset role")

    return make


def entangled(conn: Connection) -> None:
    """Objects that need each other."""
    conn.execute((_HERE / "entangled.sql").read_text(encoding="utf-8"))


def filled(conn: Connection) -> None:
    """The same, with what is right only when everything is made anew."""
    entangled(conn)
    conn.execute((_HERE / "filled.sql").read_text(encoding="utf-8"))


def referrals(conn: Connection) -> None:
    """The schema that refdb ships with."""
    for path in sorted((_HERE.parents[1] / "sql/migrations").glob("*.sql")):
        if not path.name.endswith(".rollback.sql"):
            # By statement: some are refused inside a transaction, which a text of many is.
            for statement in sqltext.split(path.read_text(encoding="utf-8")):
                conn.execute(statement.text)
    # A schema that every database has is not made anew, so it is left as it was.
    conn.execute(
        "revoke usage on schema public "
        "from referral_owner, referral_app, referral_readonly, referral_admin"
    )


def own_keys(taken: Snapshot, empty: Snapshot) -> list[str]:
    """The keys of what an empty database does not have, or not so."""
    return [key for key, entry in taken.entries.items() if entry != empty.entries.get(key)]


def unlike(one: Snapshot, other: Snapshot, but: frozenset[str] = frozenset()) -> list[str]:
    """The keys of entries that differ, some attributes and the order of columns apart."""
    keys = sorted({*one.entries, *other.entries})
    return [
        key
        for key in keys
        if _said(one.entries.get(key), but) != _said(other.entries.get(key), but)
    ]


def _said(entry: Entry | None, but: frozenset[str]) -> dict[str, object] | None:
    if entry is None:
        return None
    said = {name: value for name, value in entry.attributes.items() if name not in but}
    if "columns" in but and entry.kind == "statistics":  # lists columns in the table's order
        said["definition"] = _COLUMNS.sub("", said["definition"])
    if "columns" in but and entry.get("tables"):
        said["tables"] = {name: _COLUMNS.sub("", text) for name, text in said["tables"].items()}
    return said


def by_schema(keys: list[str]) -> Iterator[list[str]]:
    """Keys in rounds, each with at most one of each schema: what one does the others do not see."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        found = re.search(r"claim_\d+", key)
        groups.setdefault(found.group() if found else key, []).append(key)
    for number in range(max(map(len, groups.values()))):
        yield [group[number] for group in groups.values() if number < len(group)]


def names_of_claims() -> dict[str, str]:
    """By a claim's schema the line that it claims, without the schema."""
    lines = (claim.line.replace("{s}.", "") for claim in all_claims().values())
    return {f"claim_{number:03}": line for number, line in enumerate(lines)}
