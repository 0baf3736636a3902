"""What an export reads, how, and what it leaves behind."""

import psycopg
import pytest

from refdb import db
from refdb.errors import StatementFailedError
from refdb.statistics import Source, StatisticsSet, read_statistics
from refdb.statistics.heights import computed_height

_SCHEMA = """
create table public.pupil (id integer primary key, name text, tags text[], at timestamptz);
create index pupil_name on public.pupil (name, at);
create index pupil_tags on public.pupil using gin (tags);
create index pupil_at on public.pupil using brin (at) with (pages_per_range = 1);
create index pupil_lower on public.pupil (lower(name)) where id > 10;
create table public.child (extra text) inherits (public.pupil);
create index child_at on public.child (at desc);
insert into public.pupil
select
    i, 'name ' || md5(i::text), array['t' || i % 50],
    timestamptz '2024-01-01' + i * interval '1s'
from generate_series(1, 40000) as i;
insert into public.child
select i, 'name ' || i, '{}', timestamptz '2025-01-01' + i * interval '1s', 'x'
from generate_series(50001, 51000) as i;
"""


def _run(url, *texts):
    with psycopg.connect(url, autocommit=True) as conn:
        for text in texts:
            conn.execute(text)


def _read(url):
    with db.connect(url) as conn:
        return read_statistics(conn)


@pytest.fixture
def filled(each_database):
    """A database with rows, analyzed and written out."""
    _run(each_database, _SCHEMA, "vacuum analyze", "checkpoint")
    return each_database


def test_ends_are_the_values_themselves(filled) -> None:
    """The ends of a number are the least and the greatest number, and not of its text."""
    assert _read(filled).relations["public.pupil"].columns["id"].ends == ("1", "40000")


def test_ends_are_of_the_tables_own_rows(filled) -> None:
    """A child's rows are not in its parent's index, and not in its ends."""
    relations = _read(filled).relations
    assert relations["public.pupil"].columns["id"].ends == ("1", "40000")
    assert relations["public.child"].columns["at"].ends == (
        "2025-01-01 13:53:21+00",
        "2025-01-01 14:10:00+00",
    )
    assert "id" not in {name for name, one in relations["public.child"].columns.items() if one.ends}


@pytest.mark.parametrize("each_database", [18], indirect=True)
def test_nobodys_function_is_run(filled) -> None:
    """A function in an index may do anything: its ends are not read, a built-in one's are."""
    _run(
        filled,
        "create function public.spy(x integer) returns integer immutable language plpgsql as "
        "$$ begin perform set_config('spy.ran', 'yes', false); return x; end $$",
        "create index spied on public.pupil (public.spy(id))",
        "create index built_in on public.pupil (abs(id))",
        "analyze public.pupil",
    )
    with db.connect(filled) as conn:
        relations = read_statistics(conn).relations
        ran = conn.execute("select current_setting('spy.ran', true)").fetchone()
    assert ran in {(None,), ("",)}
    assert relations["public.spied"].columns["1"].ends is None
    assert relations["public.built_in"].columns["1"].ends == ("1", "40000")


def test_an_export_changes_nothing(filled) -> None:
    """It runs in a read-only transaction, and its settings end with it."""
    with db.connect(filled) as conn:
        before = conn.execute("select name, setting from pg_settings order by 1").fetchall()
        locks = "select count(*) from pg_locks where pid = pg_backend_pid() and relation > 16383"
        read_statistics(conn)
        assert conn.execute("select name, setting from pg_settings order by 1").fetchall() == before
        assert conn.execute(locks).fetchone() == (0,)
        assert conn.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_two_exports_are_equal(filled) -> None:
    """Nothing of the moment is in a set, so a difference of two is a change of the database."""
    assert _read(filled) == _read(filled)


def test_an_empty_database_is_a_set(database) -> None:
    """Where there is no relation there is nothing to say."""
    read = _read(database)
    assert (read.relations, read.extended) == ({}, {})
    assert read.source == Source(read.source.version, "UTF8", "libc", "C.UTF-8", "C.UTF-8")
    assert isinstance(read, StatisticsSet)


def test_a_slow_export_ends(filled) -> None:
    """A statement that takes longer than it may is refused with the server's words."""
    with db.connect(filled) as conn, pytest.raises(StatementFailedError, match="timeout"):
        read_statistics(conn, timeout=0.001)


@pytest.mark.needs("contrib")
@pytest.mark.parametrize("each_database", [15], indirect=True)
def test_plans_and_files_tell_what_pageinspect_tells(filled) -> None:
    """Heights, counters and maps are the same with the extension and without it."""
    without = _read(filled)
    _run(filled, "create extension pageinspect")
    inspected = _read(filled)
    assert any("pageinspect" in note for note in without.notes)
    assert inspected.notes == ()
    assert {name: one.index for name, one in inspected.relations.items()} == {
        name: one.index for name, one in without.relations.items()
    }
    assert inspected.relations["public.pupil_pkey"].index.height == 1
    assert inspected.relations["public.pupil_name"].index.height == 2
    assert inspected.relations["public.pupil_tags"].index.gin.entries == 50
    assert inspected.relations["public.pupil_at"].index.revmap_pages == 1


def test_a_computed_height_is_the_real_one(filled) -> None:
    """Where nobody may ask the server, pages and the width of keys tell the same height."""
    for name, width in (("public.pupil_pkey", 4), ("public.pupil_name", 46)):
        one = _read(filled).relations[name]
        assert computed_height(one.pages, width) == one.index.height


@pytest.mark.parametrize(
    ("pages", "width", "height"), [(1, 4, 0), (2, 4, 0), (3, 4, 1), (2745, 4, 2), (10**6, 16, 3)]
)
def test_heights_grow_with_pages(pages, width, height) -> None:
    """A page is a leaf, and each level above points to some hundreds."""
    assert computed_height(pages, width) == height
