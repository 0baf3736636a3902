"""Filling a real database with sample data."""

import psycopg
import pytest
from psycopg.sql import SQL, Identifier, Literal

from refdb.errors import BadTreeError, RefusedError, StatementFailedError
from refdb.sample import Filled, fill
from refdb.tree import Tree
from servers import fresh_database

SCHEMA = """
create domain short as varchar(5);
create type mood as enum ('calm', 'wild');
create table groups (id integer primary key, name text not null);
create table people (
    id bigint primary key,
    group_id integer not null references groups (id),
    name varchar(20) not null default 'nobody',
    code short,
    mood mood,
    tags text[],
    born timestamptz,
    twice bigint generated always as (id * 2) stored
);
create index people_group_id_idx on people (group_id);
create unique index people_name_key on people (name) where name <> 'nobody';
create function refuse() returns trigger language plpgsql as $$
begin
    raise exception 'no trigger may fire';
end;
$$;
create trigger refuse before insert on people for each row execute function refuse();
create table events (at date not null, id integer primary key, check (at > '2000-01-01'));
create table days (at date not null, n integer not null) partition by range (at);
create table days_2024 partition of days for values from ('2024-01-01') to ('2025-01-01');
create index days_n_idx on days (n);
create materialized view sizes as select group_id, count(*) as people from people group by group_id;
"""
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


@pytest.fixture(
    params=[
        pytest.param(15, id="pg15", marks=pytest.mark.needs("local15")),
        pytest.param(16, id="pg16", marks=pytest.mark.needs("embedded16")),
        pytest.param(18, id="pg18", marks=pytest.mark.needs("embedded18")),
    ]
)
def url(request, server):
    """Answers the URL of a database with a few tables, on each version."""
    return _with_schema(fresh_database(server(request.param)))


@pytest.fixture
def newest(database):
    """Answers the URL of a database with a few tables."""
    return _with_schema(database)


def _with_schema(made):
    with psycopg.connect(made, autocommit=True) as conn:
        conn.execute(SCHEMA)
    return made


@pytest.fixture
def samples(tmp_path):
    """Answers a function that writes steps, in this order, and answers them read."""

    def read(*texts):
        folder = tmp_path / "sql" / "sample"
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(texts, 1):
            (folder / f"{number:04}_step.sql").write_text(text)
        return Tree(tmp_path / "sql", tmp_path).samples

    return read


def _query(url, query):
    with psycopg.connect(url, autocommit=True) as conn:
        return conn.execute(query).fetchall()


def _broken_indexes(url):
    return _query(
        url, "select indexrelid::regclass from pg_index where not (indisvalid and indisready)"
    )


def _load(table, query):
    return f"-- purpose: Rows.\n-- table: {table}\n\n{query};\n"


def test_every_step_is_done_in_order(url, samples) -> None:
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
    assert _query(url, "select count(*), sum(people) from sizes") == [(100, 1000)]


def test_no_trigger_fires_and_no_foreign_key_is_looked_up(url, samples) -> None:
    """Rows come in any order of tables, with neither triggers nor foreign keys in the way."""
    fill(url, samples(_load("people", "select 1::bigint as id, 77 as group_id")), rows=1)
    assert _query(url, "select id, group_id, name, twice from people") == [(1, 77, "nobody", 2)]


def test_the_same_seed_and_size_give_the_same_rows(server, samples) -> None:
    """Seed and size reach every step; the same ones give the same rows, others do not."""
    steps = samples(GROUPS, PEOPLE)
    contents = []
    for rows, seed in ((50, 1), (50, 1), (50, 2), (60, 1)):
        url = _with_schema(fresh_database(server(18)))
        fill(url, steps, rows=rows, seed=seed)
        contents.append(_query(url, "table groups") + _query(url, "table people"))
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
def test_values_of_another_type_are_converted(url, samples, query) -> None:
    """A query may give another type than the column's, where its text is a value of it."""
    fill(url, samples(_load("people", query)), rows=1)
    assert _query(url, "select id, group_id from people") == [(1, 2)]


ODD = ["back\\slash", "tab\tnew\nline", "\\N", "ümläut ✓", "", " ", "%s {0} $1", "\x0b"]


@pytest.mark.parametrize("type_", ["text", "varchar"])
def test_odd_characters_arrive_unchanged(newest, samples, type_) -> None:
    """Whatever stands in a text is the same afterwards, in both formats of copy."""
    values = SQL(", ").join(SQL("({}, {})").format(n, Literal(one)) for n, one in enumerate(ODD))
    query = SQL("select id, name::{} as name from (values {}) as v (id, name)")
    text = query.format(SQL(type_), values).as_string()
    fill(newest, samples(_load("groups", text)), rows=1)
    assert [name for (name,) in _query(newest, "select name from groups order by id")] == ODD


def test_indexes_are_whole_afterwards(url, samples) -> None:
    """After loading every index holds every row, and unique ones refuse a second one."""
    fill(url, samples(GROUPS, PEOPLE), rows=1000)
    assert _broken_indexes(url) == []
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("set enable_seqscan = off; set enable_bitmapscan = off")
        plan = conn.execute("explain select id from people where name = 'name 7'").fetchall()
        assert "people_name_key" in plan[0][0]
        assert conn.execute("select id from people where name = 'name 7'").fetchall() == [(7,)]
        conn.execute("set session_replication_role = replica")
        with pytest.raises(psycopg.errors.UniqueViolation):
            conn.execute("insert into people values (7, 1, 'new')")


def test_a_second_step_adds_to_a_table(url, samples) -> None:
    """A table may be filled in several steps."""
    more = _load("groups", "select n as id, 'more' as name from generate_series(101, 150) as n")
    fill(url, samples(GROUPS, more), rows=1000)
    assert _query(url, "select count(*) from groups where id > 0") == [(150,)]
    assert _broken_indexes(url) == []


def test_a_partitioned_table_is_filled(url, samples) -> None:
    """Rows for a partitioned table find their partition, with its indexes."""
    query = "select date '2024-01-01' + n as at, n from generate_series(0, 99) as n"
    fill(url, samples(_load("public.days", query)), rows=1)
    assert _query(url, "select count(*) from days_2024 where n < 50") == [(50,)]
    assert _broken_indexes(url) == []


def test_an_empty_step_is_no_error(newest, samples) -> None:
    """A query may give no row, and a file no statement."""
    nothing = _load("groups", "select 1 as id, 'x' as name where false")
    filled = fill(newest, samples(nothing, "-- purpose: Nothing yet.\n"), rows=1)
    assert [one.rows for one in filled] == [0, 0]


def test_columns_are_found_by_name(newest, samples) -> None:
    """The order of a query's columns does not matter, and names are quoted where they must be."""
    with psycopg.connect(newest, autocommit=True) as conn:
        conn.execute(SQL("alter table groups rename name to {}").format(Identifier("The Name")))
    fill(newest, samples(_load("groups", "select 'x' as \"The Name\", 5 as id")), rows=1)
    assert _query(newest, "table groups") == [(5, "x")]


FILE = "sql/sample/0001_step.sql"
WRONG_TREES = {
    _load("public.gruops", "select 1 as id"): (
        f"{FILE}:2",
        "there is no table public.gruops",
        "schema.table",
    ),
    _load("groups", "select 1 as id, 'x' as nmae"): (
        f"{FILE}:4",
        "groups has no column nmae",
        "Did you mean name?",
    ),
    _load("groups", "select 1, 'x' as name"): (
        f"{FILE}:4",
        "groups has no column ?column?",
        "as name",
    ),
    "-- purpose: Statements.\n\nselect 1;\ncommit;\n": (
        f"{FILE}:4",
        "commit cannot stand here",
        "on its own",
    ),
    "-- purpose: Statements.\n\ncopy groups to stdout;\n": (
        f"{FILE}:3",
        "copy cannot stand here",
        "on its own",
    ),
}


@pytest.mark.parametrize("text", WRONG_TREES)
def test_a_wrong_file_is_told_with_its_line(newest, samples, text) -> None:
    """A name that is not there and a statement that cannot be run are told before anything runs."""
    place, message, hint = WRONG_TREES[text]
    with pytest.raises(BadTreeError) as caught:
        fill(newest, samples(text), rows=1)
    assert (caught.value.place, caught.value.message[: len(message)]) == (place, message)
    assert hint in caught.value.hint


REFUSED = {
    "select 1 as id,\n  nope as name": (f"{FILE}:5:3", 'column "nope" does not exist'),
    "select n as id, (1 / (5 - n))::text as name\nfrom generate_series(1, 9) as n": (
        f"{FILE}:4",
        "division by zero",
    ),
    "select 1 as id, null as name": (f"{FILE}:4", 'null value in column "name"'),
    "select 'x' as id, 'x' as name": (f"{FILE}:4", "invalid input syntax for type integer"),
    "select n % 3 as id, 'x' as name from generate_series(1, 9) as n": (
        f"{FILE}:4",
        'could not create unique index "groups_pkey"',
    ),
    "select 1 as id, 2 as id": (f"{FILE}:4", 'column "id" specified more than once'),
}


@pytest.mark.parametrize("query", REFUSED)
def test_what_the_server_refuses_is_told_and_leaves_nothing(url, samples, query) -> None:
    """An error on either side has its place; no row of the step stays and no index is broken."""
    place, message = REFUSED[query]
    with pytest.raises(StatementFailedError) as caught:
        fill(url, samples(_load("groups", query)), rows=1)
    assert caught.value.place == place
    assert message in caught.value.message
    assert _query(url, "select count(*) from groups") == [(0,)]
    assert _broken_indexes(url) == []


def test_a_constraint_still_holds(newest, samples) -> None:
    """Checks of the table are made, and the server's detail is told."""
    with pytest.raises(StatementFailedError, match="violates check constraint") as caught:
        fill(newest, samples(_load("events", "select 1 as id, date '1999-01-01' as at")), rows=1)
    assert "Failing row contains" in caught.value.hint


def test_a_failed_statement_has_its_line(newest, samples) -> None:
    """An error in a file of statements is told with its line; those before it are done."""
    text = "-- purpose: Statements.\n\ninsert into groups values (1, 'x');\nselect\n    1 / 0;\n"
    with pytest.raises(StatementFailedError, match="division by zero") as caught:
        fill(newest, samples(text), rows=1)
    assert caught.value.place == f"{FILE}:4"
    assert _query(newest, "select count(*) from groups") == [(1,)]


def test_earlier_steps_stay_when_a_later_one_fails(newest, samples) -> None:
    """Each step is committed on its own."""
    with pytest.raises(StatementFailedError):
        fill(newest, samples(GROUPS, _load("people", "select 1 / 0 as id")), rows=100)
    assert _query(newest, "select count(*) from groups") == [(10,)]


def test_who_may_not_load_as_a_replica_is_told(newest, samples) -> None:
    """A user without the right gets one clear error before anything is loaded."""
    with psycopg.connect(newest, autocommit=True) as conn:
        conn.execute("create role visitor login")
    with pytest.raises(RefusedError, match="visitor may not do") as caught:
        fill(newest.replace("postgres@", "visitor@"), samples(GROUPS), rows=100)
    assert "superuser" in caught.value.hint


def test_who_may_load_as_a_replica_needs_no_superuser(newest, samples) -> None:
    """With the right to set the one parameter, and to write, rows are loaded all the same."""
    with psycopg.connect(newest, autocommit=True) as conn:
        conn.execute(
            "create role loader login;"
            "grant set on parameter session_replication_role to loader;"
            "grant all on all tables in schema public to loader;"
        )
    fill(newest.replace("postgres@", "loader@"), samples(GROUPS, PEOPLE), rows=100)
    assert _query(newest, "select count(*) from people") == [(100,)]


def test_loaded_rows_are_visible_to_all_after_vacuum(newest, samples) -> None:
    """A vacuum among the steps marks every page, so that index-only scans are planned."""
    days = _load("days", "select date '2024-01-01' + n as at, n from generate_series(0, 99) as n")
    vacuum = (
        "-- purpose: What autovacuum would do.\n\ninsert into groups values (1, 'x');\n"
        "vacuum (analyze) days_2024, groups;\n"
    )
    fill(newest, samples(days, vacuum), rows=1)
    query = (
        "select relname, relpages, relallvisible from pg_class"
        " where relname in ('days_2024', 'groups') order by 1"
    )
    assert _query(newest, query) == [("days_2024", 1, 1), ("groups", 1, 1)]
