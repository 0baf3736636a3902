"""From one snapshot to another: in place, or anew with all that needs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ddl import worlds
from refdb import ddl, throwaway
from refdb.catalog import snapshot
from refdb.db import connect
from refdb.errors import RefusedError
from servers import VERSIONS, fresh_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.catalog import Snapshot
    from refdb.db import Connection

_LEFT = worlds.BROKEN | worlds.ORDER | {"inherited"}
# A table by other key columns, a column whose data would have to come from an expression.
_REFUSED = {"table t: partition by: RANGE (a) → HASH (a)", "column t.b: generated: always as ("}


@pytest.fixture(scope="module", params=VERSIONS)
def both(request) -> Iterator[tuple[Connection, Connection]]:
    """Two databases of each version: the claims set up, and the claims changed."""
    with throwaway.open_throwaway(postgres=request.param) as server:
        with connect(server.url) as conn:
            worlds.prepare_server(conn)
        urls = [fresh_database(server.url) for _ in range(2)]
        for url in urls:
            worlds.prepare(url)
        with connect(urls[0]) as old, connect(urls[1]) as new:
            worlds.claims("setup")(old)
            worlds.claims("setup", "change")(new)
            yield old, new


def _by_claim(before: Snapshot, after: Snapshot) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in worlds.unlike(before, after):
        claim = next(iter(re.findall(r"claim_\d+", key)), "the database's own")
        found.setdefault(claim, []).append(key)
    return found


def _go(conn: Connection, before: Snapshot, after: Snapshot) -> tuple[list[str], list[str]]:
    """Which claims were refused, and which differ afterwards."""
    refused = []
    with conn.transaction(force_rollback=True):
        for claim, keys in _by_claim(before, after).items():
            try:
                statements = ddl.replace(before, after, keys)
            except RefusedError:
                refused.append(claim)
                continue
            for one in statements:
                conn.execute(one)
        different = worlds.unlike(snapshot(conn), after, _LEFT)
    return refused, [key for key in different if not any(one in key for one in refused)]


def test_every_claim_is_changed_and_changed_back(both) -> None:
    """Each attribute that the snapshot claims becomes what it should be, there and back."""
    old, new = both
    before, after = snapshot(old), snapshot(new)
    names = worlds.names_of_claims()
    for conn, one, other in ((old, before, after), (new, after, before)):
        refused, different = _go(conn, one, other)
        assert different == []
        assert all(names[claim].startswith(tuple(_REFUSED)) for claim in refused)
        assert len(refused) < 3


def _made(conn: Connection, text: str) -> Snapshot:
    conn.execute("drop schema public cascade; create schema public")
    conn.execute(text)
    return snapshot(conn)


_DEEP = """
create function f(a integer) returns integer language sql immutable return a{more};
create table t (a integer, b integer default f(1), constraint t_check check (f(a) > 0));
create index t_idx on t (f(a));
create view v as select f(t.a) as x from t;
comment on view v is 'Deep.';
create materialized view m as select v.x from v;
create unique index m_idx on m (x);
grant select on m to public;
create view w as select m.x from m;
create function g() returns trigger language plpgsql as 'begin return new; end';
create trigger w_tr instead of insert on w for each row execute function g();
"""


def test_a_replaced_function_leaves_what_needs_it_alone(database) -> None:
    """Another body is one `create or replace`, without set owner, grants or dependents."""
    with connect(database) as conn:
        after = _made(conn, _DEEP.format(more=" + 1"))
        before = _made(conn, _DEEP.format(more=""))
        (only,) = ddl.replace(before, after, ["function public.f(integer)"])
        assert only.startswith("create or replace function public.f(")
        conn.execute(only)
        assert worlds.unlike(snapshot(conn), after) == []


def test_a_function_of_another_type_takes_all_that_needs_it_along(database) -> None:
    """Views on views, indexes, checks, defaults, triggers, comments, grants: rebuilt, data kept."""
    with connect(database) as conn:
        bigint = _DEEP.format(more="::bigint").replace("returns integer", "returns bigint")
        after = _made(conn, bigint)
        before = _made(conn, _DEEP.format(more=""))
        conn.execute("insert into t values (7)")
        keys = worlds.unlike(before, after)
        for one in ddl.replace(before, after, keys):
            conn.execute(one)
        assert worlds.unlike(snapshot(conn), after) == []
        assert conn.execute("select a, b from t").fetchall() == [(7, 1)]


def test_a_column_takes_another_type_under_views(database) -> None:
    """What reads the column steps aside and comes back; the data stays."""
    text = "create table t (a {type} default 1); create view v as select t.a from t"
    with connect(database) as conn:
        after = _made(conn, text.format(type="bigint"))
        before = _made(conn, text.format(type="integer"))
        conn.execute("insert into t values (7)")
        for one in ddl.replace(before, after, worlds.unlike(before, after)):
            conn.execute(one)
        assert worlds.unlike(snapshot(conn), after) == []
        assert conn.execute("select a from v").fetchall() == [(7,)]


def test_what_would_lose_data_is_refused(database) -> None:
    """An enum without one of its values would take its column along: refused, by name."""
    text = "create type e as enum ({labels}); create table t (a e)"
    with connect(database) as conn:
        after = _made(conn, text.format(labels="'b'"))
        before = _made(conn, text.format(labels="'a', 'b'"))
        with pytest.raises(RefusedError, match=r"column public\.t\.a would have to be dropped"):
            ddl.replace(before, after, ["type public.e"])


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("p_a integer", "p_a integer default 1", "create or replace"),
        ("p_a integer default 1", "p_a integer", "drop function"),
        ("integer", "p_a integer", "create or replace"),
        ("p_a integer", "p_b integer", "drop function"),
        ("p_a text default ',('", "p_a text default ')'", "create or replace"),
    ],
)
def test_arguments_decide_whether_a_function_is_replaced(database, before, after, said) -> None:
    """More defaults and names are replaced, fewer and others need a drop, as Postgres has it."""
    text = "create function f({}) returns integer language sql return 1"
    with connect(database) as conn:
        new = _made(conn, text.format(after))
        old = _made(conn, text.format(before))
        (key,) = worlds.unlike(old, new)
        statements = ddl.replace(old, new, [key])
        assert statements[0].startswith(said)
        for one in statements:
            conn.execute(one)
        assert worlds.unlike(snapshot(conn), new) == []
