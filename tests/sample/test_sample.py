"""Filling a real database with sample data."""

import psycopg
import pytest
from psycopg.sql import SQL, Identifier, Literal

from refdb.sample import Filled, fill
from servers import fresh_database

SETTINGS = (
    "current_setting('sample.rows')::integer as wanted, current_setting('sample.seed') as seed"
)
GROUPS = (
    "-- purpose: A tenth as many groups.\n-- table: public.groups\n\n"
    f"with setting as (select {SETTINGS})\n"
    "select n as id, 'group ' || n || ' of ' || setting.seed as name\n"
    "from setting cross join generate_series(1, setting.wanted / 10) as n;\n"
)
PEOPLE = (
    "-- purpose: The people.\n-- table: public.people\n\n"
    f"with setting as (select {SETTINGS})\n"
    "select n::bigint as id, 1 + n % (select count(*)::integer from public.groups) as group_id,\n"
    "    'name ' || n as name, array['a', null] as tags, timestamptz '2024-01-01' as born\n"
    "from setting cross join generate_series(1, setting.wanted) as n;\n"
)
REFRESH = (
    "-- purpose: What is computed from the rows.\n\n"
    "refresh materialized view public.sizes;\nupdate public.groups set name = upper(name);\n"
)


def test_every_step_is_done_in_order(url, samples, ask) -> None:
    """Each step sees the rows of those before it, and says what it did and how long it took."""
    told = []
    steps = samples(GROUPS, PEOPLE, REFRESH)
    filled = fill(url, steps, rows=1000, on_done=told.append)
    assert [(one.name, one.table, one.rows) for one in filled] == [
        ("0001_step", "public.groups", 100),
        ("0002_step", "public.people", 1000),
        ("0003_step", "", 100),
    ]
    assert told == list(filled)
    assert all(isinstance(one, Filled) and one.seconds > 0 for one in filled)
    assert ask(url, "select count(*), sum(people) from sizes") == [(100, 1000)]


def test_no_trigger_fires_and_no_foreign_key_is_looked_up(url, samples, ask) -> None:
    """Rows come in any order of tables, with neither triggers nor foreign keys in the way."""
    fill(url, samples(("people", "select 1::bigint as id, 77 as group_id")), rows=1)
    assert ask(url, "select id, group_id, name, twice from people") == [(1, 77, "nobody", 2)]


def test_the_same_seed_and_size_give_the_same_rows(server, samples, ask, with_schema) -> None:
    """Seed and size reach every step; the same ones give the same rows, others do not."""
    steps = samples(GROUPS, PEOPLE)
    contents = []
    for rows, seed in ((50, 1), (50, 1), (50, 2), (60, 1)):
        url = with_schema(fresh_database(server(18)))
        fill(url, steps, rows=rows, seed=seed)
        contents.append(ask(url, "table groups") + ask(url, "table people"))
    assert contents[0] == contents[1]
    assert contents[0] != contents[2]
    assert len(contents[3]) == 66


TYPES = {
    "an integer for a bigint": "select 1 as id, 2 as group_id",
    "a text for a varchar": "select 1::bigint as id, 2 as group_id, 'x'::text as name",
    "a text for an enum": "select 1::bigint as id, 2 as group_id, 'wild'::text as mood",
    "a text for a domain": "select 1::bigint as id, 2 as group_id, 'abc'::text as code",
    "a varchar for a domain": "select 1::bigint as id, 2 as group_id, 'abc'::varchar as code",
    "a date for a timestamptz": "select 1::bigint as id, 2 as group_id, date '2024-01-01' as born",
    "an unknown": "select 1::bigint as id, 2 as group_id, '{a,\"b c\"}' as tags, null as born",
}


@pytest.mark.parametrize("query", TYPES.values(), ids=TYPES)
def test_values_of_another_type_are_converted(url, samples, query, ask) -> None:
    """A query may give another type than the column's, where its text is a value of it."""
    fill(url, samples(("people", query)), rows=1)
    assert ask(url, "select id, group_id from people") == [(1, 2)]


ODD = ["back\\slash", "tab\tnew\nline", "\\N", "ümläut ✓", "", " ", "%s {0} $1", "\x0b"]


@pytest.mark.parametrize("type_", ["text", "varchar"])
def test_odd_characters_arrive_unchanged(newest, samples, type_, ask) -> None:
    """Whatever stands in a text is the same afterwards, in both formats of copy."""
    values = SQL(", ").join(SQL("({}, {})").format(n, Literal(one)) for n, one in enumerate(ODD))
    query = SQL("select id, name::{} as name from (values {}) as v (id, name)")
    text = query.format(SQL(type_), values).as_string()
    fill(newest, samples(("groups", text)), rows=1)
    assert [name for (name,) in ask(newest, "select name from groups order by id")] == ODD


def test_numbers_of_the_same_type_are_not_rounded(newest, samples, ask) -> None:
    """Values whose type is the column's go as they are, whatever the server rounds in texts."""
    name = newest.partition("@/")[2].partition("?")[0]
    rounding = SQL("alter database {} set extra_float_digits = -10").format(Identifier(name))
    with psycopg.connect(newest, autocommit=True) as conn:
        conn.execute(rounding)
    fill(newest, samples(("measures", "select 1 / 3::double precision as value")), rows=1)
    query = "select value = 1 / 3::double precision from measures"
    assert ask(newest, query) == [(True,)]


def test_indexes_are_whole_afterwards(url, samples, broken_indexes) -> None:
    """After loading every index holds every row, and unique ones refuse a second one."""
    fill(url, samples(GROUPS, PEOPLE), rows=1000)
    assert broken_indexes(url) == []
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("set enable_seqscan = off; set enable_bitmapscan = off")
        plan = conn.execute("explain select id from people where name = 'name 7'").fetchall()
        assert "people_name_key" in plan[0][0]
        assert conn.execute("select id from people where name = 'name 7'").fetchall() == [(7,)]
        conn.execute("set session_replication_role = replica")
        with pytest.raises(psycopg.errors.UniqueViolation):
            conn.execute("insert into people values (7, 1, 'new')")


def test_a_second_step_adds_to_a_table(url, samples, ask, broken_indexes) -> None:
    """A table may be filled in several steps."""
    more = ("groups", "select n as id, 'more' as name from generate_series(101, 150) as n")
    fill(url, samples(GROUPS, more), rows=1000)
    assert ask(url, "select count(*) from groups where id > 0") == [(150,)]
    assert broken_indexes(url) == []


def test_a_partitioned_table_is_filled(url, samples, ask, broken_indexes) -> None:
    """Rows for a partitioned table find their partition, with its indexes."""
    query = "select date '2024-01-01' + n as at, n from generate_series(0, 99) as n"
    fill(url, samples(("public.days", query)), rows=1)
    assert ask(url, "select count(*) from days_2024 where n < 50") == [(50,)]
    assert broken_indexes(url) == []


def test_an_empty_step_is_no_error(newest, samples) -> None:
    """A query may give no row, and a file no statement."""
    nothing = ("groups", "select 1 as id, 'x' as name where false")
    filled = fill(newest, samples(nothing, "-- purpose: Nothing yet.\n"), rows=1)
    assert [one.rows for one in filled] == [0, 0]


def test_columns_are_found_by_name(newest, samples, ask) -> None:
    """The order of a query's columns does not matter, and names are quoted where they must be."""
    with psycopg.connect(newest, autocommit=True) as conn:
        conn.execute(SQL("alter table groups rename name to {}").format(Identifier("The Name")))
    fill(newest, samples(("groups", "select 'x' as \"The Name\", 5 as id")), rows=1)
    assert ask(newest, "table groups") == [(5, "x")]


def test_who_may_load_as_a_replica_needs_no_superuser(newest, samples, ask) -> None:
    """With the right to set the one parameter, and to write, rows are loaded all the same."""
    with psycopg.connect(newest, autocommit=True) as conn:
        conn.execute(
            "create role loader login;"
            "grant set on parameter session_replication_role to loader;"
            "grant all on all tables in schema public to loader;"
        )
    fill(newest.replace("postgres@", "loader@"), samples(GROUPS, PEOPLE), rows=100)
    assert ask(newest, "select count(*) from people") == [(100,)]


def test_loaded_rows_are_visible_to_all_after_vacuum(newest, samples, ask) -> None:
    """A vacuum among the steps marks every page, so that index-only scans are planned."""
    days = ("days", "select date '2024-01-01' + n as at, n from generate_series(0, 99) as n")
    vacuum = (
        "-- purpose: What autovacuum would do.\n\ninsert into groups values (1, 'x');\n"
        "vacuum (analyze) days_2024, groups;\n"
    )
    fill(newest, samples(days, vacuum), rows=1)
    query = (
        "select relname, relpages, relallvisible from pg_class"
        " where relname in ('days_2024', 'groups') order by 1"
    )
    assert ask(newest, query) == [("days_2024", 1, 1), ("groups", 1, 1)]
