"""Planning copies: what they answer, what they leave alone, and what they refuse."""

from dataclasses import replace

import psycopg
import pytest

from refdb import db
from refdb.explain import plan_of
from refdb.statistics import planning_copy, read_statistics
from refdb.statistics.inflate import segments
from refdb.throwaway import open_throwaway
from servers import VERSIONS, fresh_database

_SCHEMA = """
create table public.pupil (id integer primary key, city text, born date, tags text[]);
create index pupil_city on public.pupil (city, born desc);
create index pupil_tags on public.pupil using gin (tags);
create index pupil_born on public.pupil using brin (born);
"""
_ROWS = """
insert into public.pupil
select i, 'city ' || i % 900, date '2000-01-01' + i % 5000, array['t' || i % 50]
from generate_series(1, 30000) as i
"""
_QUERIES = (
    "select from public.pupil where id = 7",
    "select from public.pupil where city = 'city 7' order by born desc limit 3",
    "select from public.pupil where tags @> '{t7}'",
    "select from public.pupil where born > date '2013-01-01'",
    "select city, count(*) from public.pupil group by city",
)


@pytest.fixture(params=VERSIONS)
def opened(request):
    """A throwaway of its own with the schema, and none of the rows."""
    with open_throwaway(postgres=request.param) as throwaway:
        with psycopg.connect(throwaway.url, autocommit=True) as conn:
            conn.execute(_SCHEMA)
        yield throwaway


@pytest.fixture
def large(opened):
    """The same schema with rows, on the same server."""
    url = fresh_database(opened.url.replace("/refdb?", "/template1?"))
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(_SCHEMA)
        conn.execute(_ROWS)
        conn.execute("vacuum analyze")
        conn.execute("checkpoint")
    return url


def _plans(url):
    with db.connect(url) as conn:
        return [plan_of(conn, query).root for query in _QUERIES]


def _statistics(url):
    with db.connect(url) as conn:
        return read_statistics(conn)


def test_a_copy_plans_as_the_real_one(opened, large) -> None:
    """On no rows every plan and cost is what it is on the rows themselves."""
    with planning_copy(opened.url, opened.data, _statistics(large)) as copy:
        assert copy.notes == ()
        assert _plans(copy.url) == _plans(large)


def test_a_copy_goes_and_leaves_the_throwaway_as_it_was(opened, large) -> None:
    """Afterwards the copy is no database any more, and the throwaway plans as before."""
    before = _plans(opened.url)
    with planning_copy(opened.url, opened.data, _statistics(large)) as copy:
        pass
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(copy.url)
    assert _plans(opened.url) == before


def test_real_ends_are_found_where_the_planner_looks(opened, large) -> None:
    """Beyond the greatest value the planner expects one row and no fraction of them all."""
    query = "select from public.pupil where id > 30001"
    with (
        planning_copy(opened.url, opened.data, _statistics(large)) as copy,
        db.connect(copy.url) as conn,
    ):
        assert plan_of(conn, query).root.rows == 1


def test_a_table_of_many_gibibytes_has_its_size(opened, large) -> None:
    """Beyond 1 GiB a relation goes on in further files, and the planner counts them all."""
    wanted = _statistics(large)
    table = replace(wanted.relations["public.pupil"], pages=300_000, rows=10**8)
    relations = {**wanted.relations, "public.pupil": table}
    with (
        planning_copy(opened.url, opened.data, replace(wanted, relations=relations)) as copy,
        psycopg.connect(copy.url) as conn,
    ):
        size = conn.execute("select pg_relation_size('public.pupil')").fetchone()[0]
        real = conn.execute("select pg_database_size(current_database())").fetchone()[0]
    assert size == 300_000 * 8192
    assert real > size


@pytest.mark.parametrize(
    ("size", "files"),
    [
        (0, [(0, 0)]),
        (8192, [(0, 8192)]),
        (1 << 30, [(0, 1 << 30)]),
        ((1 << 30) + 8192, [(0, 1 << 30), (1, 8192)]),
    ],
)
def test_a_relation_is_cut_into_files(size, files) -> None:
    """Each file is 1 GiB but for the last one, and there is one at least."""
    assert list(segments(size)) == files


@pytest.mark.needs("contrib")
@pytest.mark.parametrize("opened", VERSIONS[:1], indirect=True)
def test_the_copys_b_trees_are_sound(opened, large) -> None:
    """The server's own check of indexes finds nothing wrong in those that refdb wrote."""
    with psycopg.connect(opened.url, autocommit=True) as conn:
        conn.execute("create extension amcheck")
    with (
        planning_copy(opened.url, opened.data, _statistics(large)) as copy,
        psycopg.connect(copy.url) as conn,
    ):
        for name in ("public.pupil_pkey", "public.pupil_city"):
            conn.execute("select bt_index_check(%s::text::regclass)", [name])
        conn.execute("set enable_seqscan = off")
        found = conn.execute("select id from public.pupil where id > 0 order by id").fetchall()
        assert found == [(1,), (30000,)]


def test_several_copies_are_open_at_once(opened, large) -> None:
    """Each plans as its own set says: one for each size of a horizon."""
    wanted = _statistics(large)
    table = replace(wanted.relations["public.pupil"], pages=10**6, rows=10**8)
    huge = replace(wanted, relations={**wanted.relations, "public.pupil": table})
    with (
        planning_copy(opened.url, opened.data, wanted) as small,
        planning_copy(opened.url, opened.data, huge) as large_copy,
    ):
        assert _plans(small.url) == _plans(large)
        assert _plans(large_copy.url)[-1].cost > 100 * _plans(small.url)[-1].cost
