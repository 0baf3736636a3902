"""What is in a database, kind by kind."""

import psycopg
import pytest

from refdb import catalog, db, ledger, throwaway

_MADE = [
    ("create table t ()", "table public.t"),
    ("create table p (x integer) partition by list (x)", "table public.p"),
    ("create view v as select 1 as x", "view public.v"),
    ("create materialized view m as select 1 as x", "materialized view public.m"),
    ("create sequence s", "sequence public.s"),
    ("create schema own", "schema own"),
    ("create type e as enum ('a')", "type public.e"),
    ("create type c as (x integer)", "type public.c"),
    ("create domain d as integer", "type public.d"),
    ("create function f() returns integer return 1", "function public.f()"),
    ("create procedure r() begin atomic end", "procedure public.r()"),
    ("create table u (x integer constraint u_key unique)", "table constraint u_key on public.u"),
    ("create table i (x integer); create index i_idx on i (x)", "index public.i_idx"),
    ("create table o (); create policy rows_of_one on o", "policy rows_of_one on public.o"),
    ("create publication pub", "publication pub"),
    (
        "create table g (); create trigger tr after insert on g "  # noqa: ISC004 - one statement
        "execute function suppress_redundant_updates_trigger()",
        "trigger tr on public.g",
    ),
]


def _entries(url):
    with db.connect(url) as conn:
        return [str(one) for one in catalog.read_entries(conn)]


def test_empty_database_has_no_entries(each_database) -> None:
    """What the server itself brings is nobody's object, on every version."""
    assert _entries(each_database) == []


@pytest.mark.parametrize(("sql", "entry"), _MADE, ids=lambda value: value.split("(")[0][:40])
def test_each_kind_is_seen_and_gone_again(database, sql, entry) -> None:
    """An object of each kind is listed while it is there, and never after."""
    with psycopg.connect(database) as conn:
        conn.execute(sql)
        conn.commit()
    assert entry in _entries(database)


def test_ledger_and_stand_in_are_nobodys_objects(each_database) -> None:
    """Tables of refdb, yoyo and the stand-in are left out; the stand-in's jobs are not."""
    throwaway.install_cron_stand_in(each_database)
    with db.connect(each_database) as conn:
        ledger.create(conn)
        assert catalog.read_entries(conn) == ()
        conn.execute("select cron.schedule('nightly', '0 3 * * *', 'select 1')")
    assert _entries(each_database) == ["cron job nightly"]


def test_cron_state_tells_stand_in_from_nothing(database) -> None:
    """Without pg_cron there is no schema; the stand-in says that it is one."""
    with db.connect(database) as conn:
        assert not catalog.read_cron_state(conn).has_schema
        throwaway.install_cron_stand_in(database)
        state = catalog.read_cron_state(conn)
    assert (state.has_schema, state.is_stand_in, state.major) == (True, True, 18)
