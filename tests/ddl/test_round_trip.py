"""Statements that make a snapshot's entries make exactly them, for every kind, on every version."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ddl import worlds
from refdb import ddl, throwaway
from refdb.catalog import snapshot
from refdb.db import connect
from refdb.diff import Level, diff
from servers import VERSIONS, fresh_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Snapshot
    from refdb.db import Connection

# Each world with the attributes that do not come back by themselves.
_WORLDS = {
    "claims": (worlds.claims("setup"), frozenset[str]()),
    "claims changed": (worlds.claims("setup", "change"), worlds.BROKEN),
    "entangled": (worlds.entangled, frozenset[str]()),
    "filled": (worlds.filled, frozenset[str]()),
    "referrals": (worlds.referrals, frozenset[str]()),
}
# One entry of the shipped schema, a trigger on `(a, b) in (three rows)`, comes back in other words:
# Postgres writes that as `((x OR y) OR z)`, and when it has read this, with fewer parentheses.


@pytest.fixture(scope="module", params=VERSIONS)
def url(request) -> Iterator[str]:
    """A server of each version, with the roles that the worlds speak of."""
    with throwaway.open_throwaway(postgres=request.param) as server:
        with connect(server.url) as conn:
            worlds.prepare_server(conn)
        yield server.url


@contextmanager
def _database(url: str) -> Iterator[Connection]:
    own = fresh_database(url)
    worlds.prepare(own)
    with connect(own) as conn:
        yield conn


def _run(conn: Connection, statements: tuple[str, ...]) -> None:
    for one in statements:
        conn.execute(one)


@pytest.mark.parametrize("name", _WORLDS)
def test_what_is_made_is_the_same_to_the_byte_and_can_be_dropped(url, name) -> None:
    """On an empty database `create` gives the same JSON, and `drop` an empty database again."""
    make, different = _WORLDS[name]
    with _database(url) as old, _database(url) as new:
        empty = snapshot(new)
        make(old)
        there = snapshot(old)
        keys = worlds.own_keys(there, empty)
        _run(new, ddl.create(there, keys))
        made = snapshot(new)
        unlike = worlds.unlike(there, made, different)
        assert {one.level for one in diff(there, made) if one.key in unlike} <= {Level.COSMETIC}
        assert len(unlike) == (name == "referrals"), unlike
        assert different or unlike or made.to_json() == there.to_json()
        _run(new, ddl.drop(made, keys))
        assert snapshot(new).to_json() == empty.to_json()


def _there_and_back(conn: Connection, there: Snapshot, keys: list[str]) -> None:
    gone = ddl.with_dependents(there, keys)
    down, up = ddl.drop(there, keys), ddl.create(there, gone)
    with conn.transaction(force_rollback=True):
        _run(conn, down)
        without = snapshot(conn)
        assert without.entries.keys() == there.entries.keys() - set(gone)
        _run(conn, up)
        assert worlds.unlike(there, snapshot(conn), worlds.BROKEN | worlds.ORDER) == []


def test_each_entry_goes_alone_and_comes_back(url) -> None:
    """Each entry dropped with what needs it, and made again: as it was, but for column order."""
    with _database(url) as conn:
        empty = snapshot(conn)
        worlds.entangled(conn)
        there = snapshot(conn)
        for key in worlds.own_keys(there, empty):
            _there_and_back(conn, there, [key])


def test_each_entry_of_the_claims_goes_and_comes_back(url) -> None:
    """The same for every claim's objects, one entry of each claim at a time."""
    with _database(url) as conn:
        empty = snapshot(conn)
        worlds.claims("setup", "change")(conn)
        there = snapshot(conn)
        for keys in worlds.by_schema(worlds.own_keys(there, empty)):
            _there_and_back(conn, there, keys)


def test_any_subset_goes_and_comes_back(url) -> None:
    """Whatever entries are dropped together, what needed them is back afterwards."""
    with _database(url) as conn:
        empty = snapshot(conn)
        worlds.entangled(conn)
        there = snapshot(conn)
        keys = st.sampled_from(worlds.own_keys(there, empty))

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(keys, min_size=2, max_size=40, unique=True))
        def goes_and_comes_back(chosen) -> None:
            _there_and_back(conn, there, chosen)

        goes_and_comes_back()


def test_statements_of_the_owner_say_no_owner(url) -> None:
    """Run by the role that owns an object, its statements need not give it to anybody."""
    with _database(url) as conn:
        empty = snapshot(conn)
        worlds.referrals(conn)
        there = snapshot(conn)
        made = ddl.create(there, worlds.own_keys(there, empty), role="postgres")
        given = [one for one in made if "owner to" in one or "set role" in one]
        assert [one for one in given if "referral_owner" not in one] == []
        assert given
