"""A database whose plans are known, and contracts that are judged on it."""

import pytest

from refdb import db
from refdb.plans import check
from refdb.tree import Tree
from servers import fresh_database

# Vacuum finds rows visible to all only when their commit has reached the log.
SCHEMA = """
set synchronous_commit = on;
create table people (
    id integer primary key, town integer not null, born date not null, state text not null
);
create index people_town_idx on people (town) include (born);
create index people_born_where_open_idx on people (born) where state = 'open';
insert into people
select n, n % 500, date '2000-01-01' + n % 1000, case when n % 100 = 0 then 'open' else 'shut' end
from generate_series(1, 50000) as n;
create table small (id integer primary key);
insert into small select n from generate_series(1, 20) as n;
create table guessed (id integer, other integer);
create view open_people as select id from people where state = 'open';
create table visits (at date not null, person_id integer not null) partition by range (at);
create index visits_person_id_idx on visits (person_id);
create table visits_2024 partition of visits for values from ('2024-01-01') to ('2025-01-01');
create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01');
insert into visits select date '2024-01-01' + n % 700, n % 5000 from generate_series(1, 50000) as n;
create table animals (id integer);
create table old_animals () inherits (animals);
create schema other;
create table other.people (id integer primary key);
insert into other.people select n from generate_series(1, 5000) as n;
vacuum analyze people;
vacuum analyze small;
vacuum analyze visits;
vacuum analyze other.people
"""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(15, id="pg15", marks=pytest.mark.needs("local15")),
        pytest.param(16, id="pg16", marks=pytest.mark.needs("embedded16")),
        pytest.param(18, id="pg18", marks=pytest.mark.needs("embedded18")),
    ],
)
def url(request, server):
    """Answers the URL of a database with a few tables, which planning does not change."""
    made = fresh_database(server(request.param))
    with db.connect(made) as connection:
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
    return made


@pytest.fixture
def judged(tmp_path, url):
    """Answers a function that judges contracts, given as texts, and answers their verdicts."""

    def judge(*texts, change=""):
        folder = tmp_path / "sql" / "plans"
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(texts):
            (folder / f"c{number:02}.sql").write_text(text)
        with db.connect(url) as conn, conn.transaction(force_rollback=True):
            conn.execute(change)
            return check(conn, Tree(tmp_path / "sql", tmp_path).contracts)

    return judge


@pytest.fixture(scope="session")
def contract():
    """Answers a function that writes a contract: `promise | params | query | values`."""

    def text(line):
        promise, params, query, values = [*map(str.strip, line.split("|")), ""][:4]
        headers = [promise, *([f"params: {params}"] if params else [])]
        headers += [f"with: {values}"] if values else []
        return "".join(f"-- {header}\n" for header in headers) + f"\n{query};\n"

    return text
