"""Every attribute that the snapshot claims: changed, one change is seen; taken back, none."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
import pytest

from catalog.claims import all_claims
from refdb import db, throwaway
from refdb.catalog import Snapshot, snapshot
from refdb.diff import Action, diff
from servers import VERSIONS

if TYPE_CHECKING:
    from refdb.catalog import Entry
    from refdb.diff import Change

_CLAIMS = all_claims()
_SCHEMAS = {name: f"claim_{number:03}" for number, name in enumerate(_CLAIMS)}
_ROLES = 'create role refdb_boss superuser; create role refdb_app; create role "Refdb odd"'
_SECTION = re.compile(r"^--\n-- Name: ", re.MULTILINE)
_SESSION = re.compile(r"^(SET |\\).*\n", re.MULTILINE)


_WRITTEN = """
    select 'index ' || indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
    union all
    select 'constraint ' || conrelid::regclass::text || '.' || quote_ident(conname),
        regexp_replace(pg_get_constraintdef(oid), ' NOT (VALID|ENFORCED)$', '')
    from pg_constraint where conrelid <> 0
"""

# Attributes that no claim changes, with the reason.
_UNCHANGED = {
    ("collation", "provider"): "with it all its other attributes change; see test_collations",
    ("extension", "schema"): "only plpgsql is on every server; see test_snapshot",
    ("extension", "version"): "only plpgsql is on every server; see test_snapshot",
    ("foreign table", "replica_identity"): "it is always nothing",
    ("operator", "left"): "its identity says it",
    ("operator", "right"): "its identity says it",
    ("procedure", "cost"): "a procedure's is always 100",
    ("procedure", "parallel"): "a procedure is always unsafe",
    ("procedure", "volatility"): "a procedure is always volatile",
    ("sequence", "identity_of"): "an identity's sequence comes and goes with it",
    ("trigger", "copy_of"): "a partition's copy comes and goes with it",
}


@dataclass(frozen=True)
class Told:
    """What was seen of one database: before, after the changes, and after their undo.

    Attributes:
        major: the server's major version.
        snapshots: the snapshots.
        dumps: what pg_dump wrote, as its sections.
        changes: the difference of the first two snapshots.
        errors: what went wrong, by the claim's name.
        written: what the server itself writes of each index and constraint in the end.
    """

    major: int
    snapshots: list[Snapshot]
    dumps: list[list[str]]
    changes: list[Change]
    errors: dict[str, str]
    written: dict[str, str]


@pytest.fixture(scope="module", params=VERSIONS)
def told(request) -> Told:
    """All claims at once, each in its own schema: three snapshots and three dumps a version."""
    major = request.param
    told = Told(major, [], [], [], {}, {})
    with throwaway.open_throwaway(postgres=major) as server, db.connect(server.url) as conn:
        throwaway.install_cron_stand_in(server.url)
        conn.execute(_ROLES)
        conn.execute("set allow_in_place_tablespaces = on")
        conn.execute("create tablespace refdb_space location ''")
        for step in ("setup", "change", "undo"):
            for name, claim in _CLAIMS.items():
                if claim.since <= major and name not in told.errors:
                    _run(conn, name, step, told.errors)
            told.snapshots.append(snapshot(conn))
            told.dumps.append(_SECTION.split(_SESSION.sub("", _dump(server.url, major))))
        conn.execute("set search_path = ''")
        told.written.update(conn.execute(_WRITTEN).fetchall())
    told.changes.extend(diff(*told.snapshots[:2]))
    return told


def _run(conn, name: str, step: str, errors: dict[str, str]) -> None:
    schema = _SCHEMAS[name]
    begin = f"create schema {schema};" if step == "setup" else ""
    text = getattr(_CLAIMS[name], step).replace("{s}", schema)
    try:
        conn.execute(f"set role refdb_boss; {begin} set search_path = {schema}; {text}")
    except psycopg.Error as error:
        errors[name] = f"{step}: {error}"
    conn.execute("reset all; reset role")


def _dump(url: str, major: int) -> str:
    program = next(one.bin for one in throwaway.available() if one.major == major) / "pg_dump"
    command = [str(program), "--schema-only", "--exclude-schema=cron", url]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _entries(taken: Snapshot, schema: str) -> dict[str, Entry]:
    return {one.key: one for one in taken if schema in f"{one.key} {one.attributes}"}


@pytest.mark.parametrize("name", _CLAIMS)
def test_a_change_is_one_change_and_its_undo_none(told, name) -> None:
    """One change of that attribute is seen, pg_dump's text agrees; undone, both are as before."""
    claim, schema = _CLAIMS[name], _SCHEMAS[name]
    if claim.since > told.major:
        return  # there is no such thing yet
    assert told.errors.get(name) is None
    lines = [one.line() for one in told.changes if schema in one.line()]
    assert " | ".join(lines).replace(schema, "{s}") == claim.line
    assert _entries(told.snapshots[2], schema) == _entries(told.snapshots[0], schema)
    dumps = [sorted(part for part in dump if schema in part) for dump in told.dumps]
    assert dumps[0] == dumps[2]
    assert (dumps[0] == dumps[1]) is bool(claim.hidden)


def test_every_attribute_is_claimed(told) -> None:
    """Whatever attribute an entry has, some claim changes it, but for those that never change."""
    entries = [one for taken in told.snapshots[:2] for one in taken]
    has = {(one.kind, name) for one in entries for name in one.attributes}
    kinds = {one.key: one.kind for one in entries}
    changed = {(kinds[one.key], one.attribute) for one in told.changes if one.attribute}
    assert sorted(has - changed) == sorted(_UNCHANGED)


def test_every_kind_comes_and_goes(told) -> None:
    """Of every kind of entry one is added by a claim and one is removed by another."""
    entries = [one for taken in told.snapshots[:2] for one in taken]
    kinds = {one.key: one.kind for one in entries}
    for action in (Action.ADDED, Action.REMOVED):
        seen = {kinds[one.key] for one in told.changes if one.action is action}
        assert {*kinds.values()} - seen == {"extension"}  # only plpgsql is on every server


def test_definitions_are_the_servers_own(told) -> None:
    """What is put together from parts is what pg_get_indexdef and pg_get_constraintdef write."""
    own = told.snapshots[2].of_kind("index", "constraint")
    assert len(own) >= 100
    for entry in own:
        if "constraint" not in entry.attributes and not entry.parent.startswith("domain"):
            assert entry.get("definition") == told.written[entry.key]


def test_undone_is_the_same_to_the_byte(told) -> None:
    """After every change and every undo, the snapshot has the bytes that it began with."""
    assert told.snapshots[0].to_json() == told.snapshots[2].to_json()


def test_json_comes_back_as_it_went(told) -> None:
    """What from_json reads is equal, dependencies too, and written the same way."""
    for taken in told.snapshots:
        read = Snapshot.from_json(taken.to_json())
        assert (read, read.depends) == (taken, taken.depends)
        assert read.to_json() == taken.to_json()


def test_changes_are_json_and_sorted(told) -> None:
    """Each change is JSON with its line and key, sorted by key."""
    written = json.loads(json.dumps([one.as_dict() for one in told.changes]))
    assert [one["line"] for one in written] == [one.line() for one in told.changes]
    assert [one["key"] for one in written] == sorted(one["key"] for one in written)


def test_passwords_are_not_in_a_snapshot(told) -> None:
    """Neither a user mapping's password nor a subscription's connection is read."""
    assert all("hidden" not in taken.to_json() for taken in told.snapshots)
