"""Contracts judged by the plans of a real server."""

import psycopg
import pytest

from refdb import db
from refdb.errors import StatementFailedError
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


KEPT = {
    "an index by an index only scan": "expect: index people_town_idx | integer | "
    "select born from people where town = $1",
    "an index by a bitmap scan": "expect: index people_town_idx | integer | "
    "select * from people where town = $1",
    "an index by an index scan": "expect: index people_pkey | integer | "
    "select * from people where id = $1",
    "index only": "expect: index only people_town_idx | integer | "
    "select born from people where town = $1",
    "bitmap": "expect: bitmap people_town_idx | integer | select * from people where town = $1",
    "a name with its schema": "expect: index public.people_pkey | integer | "
    "select * from people where id = $1",
    "another schema's index": "expect: index other.people_pkey | integer | "
    "select * from other.people where id = $1",
    "a name in capitals": "expect: index PEOPLE_PKEY | integer | "
    "select * from people where id = $1",
    "the index of a partitioned table": "expect: index visits_person_id_idx | integer | "
    "select * from visits where person_id = $1",
    "the index of one partition": "expect: index visits_2024_person_id_idx | integer | "
    "select * from visits where person_id = $1",
    "a node in any case": "expect: node AGGREGATE | | select count(*) from people",
    "a node as text has it": "expect: node HashAggregate | | "
    "select town, count(*) from people group by town",
    "a sort": "expect: sort | | select * from people order by state",
    "a read of the whole table": "expect: seq scan on people | | select * from people",
    "no read of the whole table": "forbid: seq scan on people | integer | "
    "select * from people where id = $1",
    "no read of another table": "forbid: seq scan on other.people | | select * from people",
    "no sort": "forbid: sort | integer | select * from people where id = $1",
    "no node": "forbid: node Hash Join | integer | select * from people where id = $1",
    "a custom plan for its values": "expect: index people_born_where_open_idx | date, text | "
    "select * from people where born = $1 and state = $2 | date '2000-05-05', 'open'",
}


def _contract(line):
    promise, params, query, values = [*map(str.strip, line.split("|")), ""][:4]
    headers = [promise, *([f"params: {params}"] if params else [])]
    headers += [f"with: {values}"] if values else []
    return "".join(f"-- {header}\n" for header in headers) + f"\n{query};\n"


def test_kept_promises(judged) -> None:
    """Every kind of promise is kept by a plan that is so, on every version."""
    verdicts = judged(*map(_contract, KEPT.values()))
    told = {name: one.findings for name, one in zip(KEPT, verdicts, strict=True)}
    assert told == dict.fromkeys(KEPT, ())
    assert verdicts[-1].kept
    assert verdicts[-1].plan
    assert [one.kind for one in verdicts].count("custom") == 1


BROKEN = {
    "expect: index people_born_where_open_idx | date | select * from people where born = $1": (
        "contract/index",
        "promises index people_born_where_open_idx, but the plan has `whole read of people",
        "is partial: the query must say (state = 'open'::text) itself",
    ),
    "expect: index people_pkey | integer | select * from people where town = $1": (
        "contract/index",
        "promises index people_pkey, but the plan has `bitmap of people_town_idx where town = $1",
        "The index is: CREATE UNIQUE INDEX people_pkey",
    ),
    "expect: index people_pkey | | select 1": (
        "contract/index",
        "promises index people_pkey, but the plan has none",
        "The index is: CREATE UNIQUE INDEX people_pkey",
    ),
    "expect: index only people_town_idx | integer | select * from people where town = $1": (
        "contract/index",
        "promises index only scan people_town_idx, but the plan has `bitmap of people_town_idx",
        "Every column that the query reads must be in the index",
    ),
    "expect: bitmap people_pkey | integer | select * from people where id = $1": (
        "contract/index",
        "promises bitmap scan people_pkey, but the plan has `index scan of people by people_pkey",
        "`-- expect: index people_pkey` takes any use of it",
    ),
    "expect: index small_pkey | integer | select * from small where id = $1": (
        "contract/index",
        "promises index small_pkey, but the plan has `whole read of small",
        "small has 20 rows here, too few for an index to pay",
    ),
    "expect: index people_twon_idx | integer | select * from people where town = $1": (
        "contract/name",
        "there is no index people_twon_idx",
        "Did you mean people_town_idx?",
    ),
    "expect: index zzzzzz | integer | select * from people where town = $1": (
        "contract/name",
        "there is no index zzzzzz",
        "Known: ",
    ),
    "forbid: seq scan on peopel | | select * from people": (
        "contract/name",
        "there is no table peopel",
        "Did you mean people?",
    ),
    "forbid: seq scan on open_people | | select * from open_people": (
        "contract/name",
        "open_people is a view, which no plan scans",
        "Name the tables that the view reads.",
    ),
    "forbid: node Hsah Join | | select * from people": (
        "contract/name",
        "there is no node type Hsah Join",
        "Did you mean hash join?",
    ),
    "forbid: seq scan on people | | select * from people where state = 'x'": (
        "contract/seq-scan",
        "`whole read of people, keeping rows where state = 'x'::text",
        "No index serves (people.state = 'x'::text) here",
    ),
    "forbid: seq scan | | select * from people": (
        "contract/seq-scan",
        "forbids seq scan, but the plan has `whole read of people",
        "asks for every row of it",
    ),
    "forbid: seq scan on guessed | | select * from guessed": (
        "contract/seq-scan",
        "forbids seq scan on guessed, but the plan has `whole read of guessed",
        "guessed was never analyzed, so the planner guesses: `analyze public.guessed`.",
    ),
    "forbid: seq scan on visits | | select * from visits": (
        "contract/seq-scan",
        "`whole read of visits_2024 (about 26.3k rows)` and `whole read of visits_2025",
        "asks for every row of it",
    ),
    "forbid: seq scan on visits_2025 | | select * from visits": (
        "contract/seq-scan",
        "but the plan has `whole read of visits_2025",
        "asks for every row of it",
    ),
    "forbid: seq scan on animals | | select * from old_animals": (
        "contract/seq-scan",
        "forbids seq scan on animals, but the plan has `whole read of old_animals",
        "was never analyzed",
    ),
    "forbid: sort | | select * from people order by state": (
        "contract/sort",
        "forbids sort, but the plan has `sort by people.state",
        "in this order (people.state)",
    ),
    "expect: sort | integer | select * from people where id = $1": (
        "contract/sort",
        "promises sort, but the plan has none",
        "Correct the promise, or the query.",
    ),
    "forbid: node Seq Scan | | select * from people": (
        "contract/node",
        "forbids node Seq Scan, but the plan has `whole read of people",
        "Change the query or its indexes",
    ),
    "expect: node Merge Join | | select * from people": (
        "contract/node",
        "promises node Merge Join, but the plan has none",
        "Correct the promise, or the query.",
    ),
    "expect: seq scan on people | integer | select * from people where id = $1": (
        "contract/seq-scan",
        "promises seq scan on people, but the plan has `index scan of people by people_pkey",
        "Correct the promise, or the query.",
    ),
}


@pytest.mark.parametrize("line", BROKEN)
def test_broken_promises(judged, line) -> None:
    """Every kind of broken promise is told with what the plan has instead and what to do."""
    rule, message, hint = BROKEN[line]
    (verdict,) = judged(_contract(line))
    (finding,) = verdict.findings
    assert (finding.rule, finding.object) == (rule, "c00")
    assert (finding.file, finding.line) == ("sql/plans/c00.sql", 1)
    assert message in finding.message
    assert hint in finding.hint


def test_a_dropped_index_breaks_its_contract(judged) -> None:
    """Without the index the contract that names it is broken, and the name is told."""
    line = "expect: index people_town_idx | integer | select born from people where town = $1"
    (verdict,) = judged(_contract(line), change="drop index people_town_idx")
    assert [one.message for one in verdict.findings] == ["there is no index people_town_idx"]


def test_an_invalid_index_is_told(judged) -> None:
    """An index whose concurrent build was interrupted is named, with the repair."""
    line = "expect: index people_town_idx | integer | select born from people where town = $1"
    change = "update pg_index set indisvalid = false where indexrelid = 'people_town_idx'::regclass"
    (verdict,) = judged(_contract(line), change=change)
    assert "`reindex index concurrently public.people_town_idx`" in verdict.findings[0].hint


def test_each_broken_promise_has_its_line(judged) -> None:
    """Several promises are judged each for itself, in the order of the file."""
    text = (
        "-- expect: index people_pkey\n-- forbid: sort\n-- forbid: seq scan on people\n"
        "-- forbid: node Limit\n\nselect * from people order by state;\n"
    )
    (verdict,) = judged(text)
    assert [(one.line, one.rule) for one in verdict.findings] == [
        (1, "contract/index"),
        (2, "contract/sort"),
        (3, "contract/seq-scan"),
    ]


def test_a_query_without_a_plan_is_a_finding_and_the_others_go_on(judged) -> None:
    """Whatever is wrong with one contract's query, the next contract is judged."""
    good = _contract("forbid: sort | | select * from people")
    bad = [
        "-- forbid: sort\n\nselect *\nfrom nowhere;\n",
        "-- forbid: sort\n-- params: uuid\n\nselect * from people where id = $1 and town = $2;\n",
        "-- forbid: sort\n-- params: uid\n\nselect * from people where id = $1;\n",
        "-- forbid: sort\n-- params: integer\n-- with: 1, 2\n\nselect 1 where $1 = 1;\n",
        "-- forbid: sort\n-- params: integer\n-- with: 1 / 0\n\nselect 1 where $1 = 1;\n",
        "-- forbid: sort\n\nvacuum;\n",
    ]
    *broken, last = judged(*bad, good)
    findings = [one.findings[0] for one in broken]
    assert last.kept
    assert [one.plan for one in broken] == [None] * len(bad)
    assert {one.rule for one in findings} == {"contract/query"}
    assert [(one.line, one.message) for one in findings] == [
        (4, 'relation "nowhere" does not exist'),
        (4, "operator does not exist: integer = uuid"),
        (2, 'type "uid" does not exist'),
        (3, "there are 2 values for 1 parameter"),
        (3, "division by zero"),
        (3, 'syntax error at or near "vacuum"'),
    ]


def test_missing_types_are_offered(judged) -> None:
    """A contract without types for its parameters is told which ones the server found."""
    (verdict,) = judged("-- forbid: sort\n\nselect * from people where born = $1;\n")
    assert verdict.findings[0].message == "the query has 1 parameter, and params names no types"
    assert "`-- params: date`" in verdict.findings[0].hint


def test_a_lost_connection_ends_the_check(url, tmp_path) -> None:
    """When nothing can be planned any more the check says so instead of blaming contracts."""
    folder = tmp_path / "sql" / "plans"
    folder.mkdir(parents=True)
    (folder / "a.sql").write_text(_contract("forbid: sort | | select * from people"))
    kill = "-- forbid: sort\n-- params: boolean\n-- with: pg_terminate_backend(pg_backend_pid())\n"
    (folder / "b.sql").write_text(f"{kill}\nselect 1 where $1;\n")
    contracts = Tree(tmp_path / "sql", tmp_path).contracts
    with (
        psycopg.connect(url, autocommit=True) as conn,
        pytest.raises(StatementFailedError) as caught,
    ):
        check(conn, contracts)
    assert "The connection was lost" in caught.value.hint
    assert caught.value.place == "sql/plans/b.sql:3"
