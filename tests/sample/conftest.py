"""Databases with a few tables, and steps of sample data."""

import psycopg
import pytest

from refdb.tree import Tree
from servers import fresh_database

LOADING = "-- purpose: Rows.\n-- table: {}\n\n{};\n"
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
create table measures (value double precision not null);
create table events (at date not null, id integer primary key, check (at > '2000-01-01'));
create table days (at date not null, n integer not null) partition by range (at);
create table days_2024 partition of days for values from ('2024-01-01') to ('2025-01-01');
create index days_n_idx on days (n);
create materialized view sizes as select group_id, count(*) as people from people group by group_id;
"""


@pytest.fixture(
    params=[
        pytest.param(15, id="pg15", marks=pytest.mark.needs("local15")),
        pytest.param(16, id="pg16", marks=pytest.mark.needs("embedded16")),
        pytest.param(18, id="pg18", marks=pytest.mark.needs("embedded18")),
    ]
)
def url(request, server, with_schema):
    """Answers the URL of a database with a few tables, on each version."""
    return with_schema(fresh_database(server(request.param)))


@pytest.fixture
def newest(database, with_schema):
    """Answers the URL of a database with a few tables."""
    return with_schema(database)


@pytest.fixture(scope="session")
def with_schema():
    """Answers a function that makes the tables in an empty database and answers its URL."""

    def make(made):
        with psycopg.connect(made, autocommit=True) as conn:
            conn.execute(SCHEMA)
        return made

    return make


@pytest.fixture
def samples(tmp_path):
    """Answers a function that writes steps, as texts or as (table, query), and reads them."""

    def read(*steps):
        folder = tmp_path / "sql" / "sample"
        folder.mkdir(parents=True, exist_ok=True)
        for number, step in enumerate(steps, 1):
            text = step if isinstance(step, str) else LOADING.format(*step)
            (folder / f"{number:04}_step.sql").write_text(text)
        return Tree(tmp_path / "sql", tmp_path).samples

    return read


@pytest.fixture(scope="session")
def ask():
    """Answers a function that answers the rows of a query on a database."""

    def rows_of(url, query):
        with psycopg.connect(url, autocommit=True) as conn:
            return conn.execute(query).fetchall()

    return rows_of


@pytest.fixture(scope="session")
def broken_indexes(ask):
    """Answers a function that answers the indexes of a database that are not in use."""
    query = "select indexrelid::regclass from pg_index where not (indisvalid and indisready)"
    return lambda url: ask(url, query)
