"""A copy whose schema, indexes or reader are not those of the database that was read."""

from dataclasses import replace

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from refdb import db
from refdb.errors import StatementFailedError
from refdb.explain import plan_of
from refdb.statistics import planning_copy, read_set, read_statistics, written
from refdb.throwaway import open_throwaway
from servers import VERSIONS, fresh_database

_SCHEMA = """
create type public.mood as enum ('low', 'high');
create table public.pupil (
    id integer primary key, city varchar(30), mood public.mood, tags text[], code char(5),
    words tsvector, span int4range, label name
);
"""
_ROWS = """
insert into public.pupil
select i, 'city ' || i % 900, case when i % 9 > 0 then 'low'::public.mood else 'high' end,
    array['t' || i % 50], 'c' || i % 77, to_tsvector('simple', 'w' || i % 99),
    int4range(i, i + i % 9), 'n' || i % 5000
from generate_series(1, 20000) as i
"""
_INDEXES = (
    "create index first on public.pupil (city)",
    "create index second on public.pupil (city)",
    "create index third on public.pupil (mood, city)",
    "create index on public.pupil using gin (tags)",
    "create index on public.pupil using gin (words)",
    "create index on public.pupil using gist (span)",
    "create index on public.pupil (code)",
    "create index on public.pupil (label)",
)
_DROPPED = "its statistics are left out, as a change of type drops them"
_QUERIES = (
    "select from public.pupil where city = 'city 7'",
    "select from public.pupil where city > 'city 8' order by city",
    "select from public.pupil where mood = 'high' and city < 'city 2'",
    "select from public.pupil where tags @> '{t7}'",
    "select from public.pupil where words @@ 'w7 & w8'",
    "select from public.pupil where code = 'c7'",
    "select from public.pupil where code > 'c7'",
    "select from public.pupil where label = 'n7'",
    "select from public.pupil where label > 'n998'",
    "select mood, count(*) from public.pupil group by mood",
    "select from public.pupil where id > 19990",
)


_NEWEST = pytest.mark.parametrize("opened", VERSIONS[-1:], indirect=True)


@pytest.fixture(params=VERSIONS)
def opened(request):
    """A throwaway with no schema yet."""
    with open_throwaway(postgres=request.param) as throwaway:
        yield throwaway


@pytest.fixture
def large(opened):
    """A database with rows and indexes, on the same server."""
    url = fresh_database(opened.url.replace("/refdb?", "/template1?"))
    _run(url, _SCHEMA, _ROWS, *_INDEXES, "vacuum analyze", "checkpoint")
    return url


def _run(url, *texts):
    with psycopg.connect(url, autocommit=True) as conn:
        for text in texts:
            conn.execute(text)


def _read(url, **options):
    with db.connect(url, **options) as conn:
        return read_statistics(conn)


def _plans(url, queries=_QUERIES):
    with db.connect(url) as conn:
        return [plan_of(conn, query).root for query in queries]


def test_ties_are_settled_by_the_order_of_creation(opened, large) -> None:
    """Of two equal indexes the copy takes the one that the real database takes."""
    _run(opened.url, _SCHEMA, *reversed(_INDEXES))
    assert _plans(large)[0].index == "second"
    with planning_copy(opened.url, opened.data, _read(large)) as copy:
        assert copy.notes == ()
        assert _plans(copy.url) == _plans(large)
        _run(copy.url, "drop index public.first", "alter table public.pupil drop column city")
        with psycopg.connect(copy.url) as conn:
            left = conn.execute(
                "select relname from pg_class where relkind = 'i' "
                "and relnamespace = 'public'::regnamespace order by 1"
            ).fetchall()
        assert "second" not in {name for (name,) in left}


def test_a_reader_without_rights_exports_what_counts(opened, large) -> None:
    """Somebody who may only select reads a set that plans the same, and what he cannot is told."""
    _run(opened.url, _SCHEMA, *_INDEXES)
    _run(
        large,
        "create role reader login",
        "grant select on all tables in schema public to reader",
        "create table public.secret as select 1 as x",
        "analyze public.secret",
    )
    read = read_set(written(_read(large.replace("//postgres@", "//reader@"))))
    _run(large, "drop table public.secret")
    assert any(note.startswith("public.secret may not be read") for note in read.notes)
    assert any("pageinspect cannot be used here" in note for note in read.notes)
    with planning_copy(opened.url, opened.data, read) as copy:
        real, copied = _plans(large), _plans(copy.url)
    gin = [3, 4]  # an index's counters are read by a superuser only
    assert [one for place, one in enumerate(copied) if place not in gin] == [
        one for place, one in enumerate(real) if place not in gin
    ]


@_NEWEST
def test_a_value_that_a_type_has_no_more_is_left_out(opened, large) -> None:
    """The column that has it is named, and every other one has its statistics."""
    _run(opened.url, _SCHEMA.replace("'high'", "'fine'"), *_INDEXES)
    with planning_copy(opened.url, opened.data, _read(large)) as copy:
        assert len(copy.notes) == 1
        assert copy.notes[0].startswith("public.pupil.mood: its statistics are left out: invalid")
        assert _plans(copy.url, _QUERIES[:2]) == _plans(large, _QUERIES[:2])


@_NEWEST
def test_what_the_schema_has_otherwise_is_told(opened, large) -> None:
    """A changed type, a missing index and a new table are each one sentence."""
    changed = _SCHEMA.replace("code char(5)", "code text") + "create table public.new (id int);"
    _run(opened.url, changed, *_INDEXES[1:])
    with planning_copy(opened.url, opened.data, _read(large)) as copy:
        assert set(copy.notes) == {
            "public.first is in the statistics and not in the schema",
            "public.new is not in the statistics: planned as if it were empty",
            f"public.pupil.code is text and was character: {_DROPPED}",
        }


@_NEWEST
def test_settings_of_the_planner_go_with_the_set(opened, large) -> None:
    """A setting that production has holds in every session of the copy."""
    _run(opened.url, _SCHEMA, *_INDEXES)
    name = conninfo_to_dict(large)["dbname"]
    _run(large, f"alter database {name} set work_mem = '123MB'")
    _run(large, f"alter database {name} set random_page_cost = 1.1")
    with (
        planning_copy(opened.url, opened.data, _read(large)) as copy,
        psycopg.connect(copy.url) as conn,
    ):
        assert conn.execute("show work_mem").fetchone() == ("123MB",)
        assert conn.execute("show random_page_cost").fetchone() == ("1.1",)
        assert _plans(copy.url) == _plans(large)


@_NEWEST
def test_an_export_takes_no_lock_that_stands_in_the_way(large) -> None:
    """While a writer holds its rows and a reader reads, an export is not waited for."""
    with psycopg.connect(large) as writer:
        writer.execute("update public.pupil set code = 'x' where id = 1")
        assert _read(large).relations["public.pupil"].rows == 20000


@_NEWEST
def test_an_export_waits_for_nobody_for_long(large) -> None:
    """A table that is being altered ends the export with the server's own words."""
    with psycopg.connect(large) as changer, db.connect(large) as conn:
        changer.execute("alter table public.pupil add column extra integer")
        with pytest.raises(StatementFailedError, match="lock timeout"):
            read_statistics(conn, lock_timeout=0.1)


def _in_locale(opened, name, locale):
    """A database of the server with another locale, with rows."""
    _run(
        opened.url,
        f"create database {name} template template0 locale '{locale}' strategy file_copy",
    )
    url = opened.url.replace("/refdb?", f"/{name}?")
    _run(url, _SCHEMA, _ROWS, *_INDEXES, "vacuum analyze", "checkpoint")
    return url


def test_a_copy_sorts_as_the_real_one(opened) -> None:
    """In the locale C an index serves `like 'x%'`: where production has it the copy has it."""
    large = _in_locale(opened, "plain", "C")
    _run(opened.url, _SCHEMA, *_INDEXES)
    queries = (*_QUERIES, "select from public.pupil where city like 'city 77%'")
    with planning_copy(opened.url, opened.data, _read(large)) as copy:
        assert copy.notes == ()
        assert _plans(copy.url, queries) == _plans(large, queries)
        assert any(
            "~>=~" in node.index_condition or ">=" in node.index_condition
            for node in _plans(copy.url, queries)[-1].walk()
        )


@_NEWEST
def test_a_locale_that_is_not_here_is_told(opened, large) -> None:
    """The copy keeps its own, and says that texts may be estimated otherwise."""
    _run(opened.url, _SCHEMA, *_INDEXES)
    read = _read(large)
    elsewhere = replace(read, source=replace(read.source, collate="xx_XX.UTF-8"))
    with planning_copy(opened.url, opened.data, elsewhere) as copy:
        assert [note.partition(" (")[0] for note in copy.notes] == [
            "texts were sorted by xx_XX.UTF-8"
        ]
        assert _plans(copy.url) == _plans(large)
