"""Looks one after the other: each is what a snapshot is, whatever the looks before it saw."""

import random

import psycopg
import pytest

from refdb import catalog, db

_STEPS = [
    "create table t (a integer primary key, b text default 'x')",
    "drop table t cascade",
    "alter table t add column c numeric",
    "alter table t drop column c",
    "create index t_b_idx on t (b) where a > 0",
    "drop index t_b_idx",
    "create view v as select a, b from t",
    "create or replace view v as select a, upper(b) as b from t",
    "drop view v",
    "comment on table t is 'one'",
    "comment on table t is null",
    "grant select on t to public",
    "revoke select on t from public",
    "alter table t enable row level security",
    "alter table t disable row level security",
    "create policy p on t using (a > 0)",
    "drop policy p on t",
    "alter table t rename to u",
    "alter table u rename to t",
    "alter table t rename column b to d",
    "alter table t rename column d to b",
    "alter table t alter column b set not null",
    "alter table t alter column b drop not null",
    "create function f(integer) returns integer language sql return $1",
    "drop function f(integer)",
    "create sequence s owned by t.a",
    "drop sequence s",
]


@pytest.mark.parametrize("seed", range(3))
def test_a_look_is_a_snapshot(each_database, seed) -> None:
    """After each of many changes and returns, a look is equal to a snapshot that knows no other."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    with db.connect(each_database) as conn, db.connect(each_database) as eyes:
        watch = catalog.Watch(eyes)
        looks = []
        for _ in range(120):
            try:
                conn.execute(chance.choice(_STEPS))
            except psycopg.Error:
                continue  # it is there already, or not
            looks.append(watch.look())
            assert looks[-1] == catalog.snapshot(conn)
            assert not looks[-1].depends
    assert len({id(one) for one in looks}) > 10


def test_what_was_seen_before_is_the_same_look(each_database) -> None:
    """There and back again is the look of before itself; nothing of it is put together anew."""
    with db.connect(each_database) as conn, db.connect(each_database) as eyes:
        conn.execute("create table t (a integer)")
        watch = catalog.Watch(eyes)
        before = watch.look()
        conn.execute("create table u (a integer)")
        after = watch.look()
        conn.execute("drop table u")
        assert watch.look() is before
        assert "table public.u" in after.entries


def test_a_session_that_took_snapshots_can_watch(database) -> None:
    """What its snapshots have prepared is used, and not prepared twice."""
    with db.connect(database) as conn:
        taken = [catalog.snapshot(conn) for _ in range(2)]
        assert catalog.Watch(conn).look() == taken[0]
