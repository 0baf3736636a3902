"""Reading `explain (format json)` and telling it in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdb import db
from refdb.errors import BadRequestError
from refdb.explain import NODE_TYPES, Node, Plan, how_many, plan_of, read_plan, words
from servers import fresh_database

TEXT = st.text(max_size=30)
NUMBER = st.floats(0, 1e18) | st.integers(0, 10**18)
SCALARS = {
    "Node Type": st.sampled_from(sorted(NODE_TYPES)) | TEXT,
    "Plan Rows": NUMBER,
    "Total Cost": NUMBER,
    "Plan Width": st.integers(0, 10**6),
    "Schema": TEXT,
    "Relation Name": TEXT,
    "Alias": TEXT,
    "Index Name": TEXT,
    "CTE Name": TEXT,
    "Strategy": st.sampled_from(("Plain", "Sorted", "Hashed", "Mixed")),
    "Operation": st.sampled_from(("Insert", "Update", "Delete", "Merge")),
    "Join Type": st.sampled_from(("Inner", "Left", "Anti")),
    "Index Cond": TEXT,
    "Hash Cond": TEXT,
    "Filter": st.text("()ab.= ", max_size=120),
    "Sort Key": st.lists(TEXT, max_size=3),
    "Presorted Key": st.lists(TEXT, max_size=3),
    "Group Key": st.lists(TEXT, max_size=3),
    "Workers Planned": st.integers(0, 9),
    "Parallel Aware": st.booleans(),
    "Subplan Name": TEXT,
    "Subplans Removed": st.integers(0, 9),
    "Actual Loops": st.integers(0, 10**9),
    "Actual Rows": NUMBER,
    "Actual Total Time": NUMBER,
    "Something New": st.none() | TEXT | NUMBER,
}


def _node_json(children):
    optional = {key: value for key, value in SCALARS.items() if key != "Node Type"}
    required = {"Node Type": SCALARS["Node Type"]}
    return st.fixed_dictionaries(required, optional=optional | {"Plans": children})


NODES = st.recursive(_node_json(st.just([])), lambda inner: _node_json(st.lists(inner, max_size=3)))


def _count(node):
    return 1 + sum(map(_count, node.get("Plans", ())))


@given(NODES)
def test_every_node_is_read(document) -> None:
    """No node of the JSON is lost, whatever it holds, and none is made up."""
    plan = read_plan([{"Plan": document}])
    assert len(plan.nodes) == _count(document)


@given(NODES)
def test_words_are_lines_for_any_plan(document) -> None:
    """Any plan can be told, each node in one line of its own at most."""
    plan = read_plan([{"Plan": document}])
    lines = words(plan)
    assert len(lines) <= len(plan.nodes)
    assert all(line.strip() and line.isprintable() for line in lines)


def test_actual_rows_are_read() -> None:
    """An analyzed plan has what really happened, and its times."""
    node = {
        "Node Type": "Seq Scan",
        "Relation Name": "people",
        "Plan Rows": 10,
        "Actual Rows": 2.5,
        "Actual Loops": 4,
        "Actual Total Time": 0.5,
        "Rows Removed by Filter": 7,
    }
    plan = read_plan([{"Plan": node, "Planning Time": 0.1, "Execution Time": 0.7}], "custom")
    actual = plan.root.actual
    assert (actual.rows, actual.loops, actual.time_ms, actual.removed) == (2.5, 4, 0.5, 7)
    assert (plan.kind, plan.planning_ms, plan.execution_ms) == ("custom", 0.1, 0.7)
    assert words(plan) == ["whole read of people (about 10 rows each; got 10 rows in 4 rounds)"]


def test_a_bitmaps_index_knows_its_table() -> None:
    """The scans below a bitmap heap scan get its relation, which the server leaves out."""
    leaf = {"Node Type": "Bitmap Index Scan", "Index Name": "a_idx"}
    either = {"Node Type": "BitmapOr", "Plans": [leaf, leaf]}
    heap = {"Node Type": "Bitmap Heap Scan", "Schema": "s", "Relation Name": "t", "Plans": [either]}
    plan = read_plan([{"Plan": heap}])
    assert {(node.schema, node.relation) for node in plan.nodes} == {("s", "t")}


def test_several_plans_are_all_kept() -> None:
    """Where a rule makes several queries of one, every one of their plans is there."""
    first, second = ({"Plan": {"Node Type": "Result"}}, {"Plan": {"Node Type": "Sort"}})
    plan = read_plan([first, second])
    assert [node.node_type for node in plan.root.children] == ["Result", "Sort"]


@pytest.mark.parametrize("document", [[], ["Utility Statement"], [{"Plan": None}], [None]])
def test_no_plan_is_an_error(document) -> None:
    """A query without a plan is told as such."""
    with pytest.raises(BadRequestError, match="has no plan"):
        read_plan(document)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (0, "0 rows"),
        (1, "1 row"),
        (3, "3 rows"),
        (1200, "1,200 rows"),
        (9_999, "9,999 rows"),
        (10_000, "10k rows"),
        (123_456, "123k rows"),
        (999_999, "1,000k rows"),
        (1_250_000, "1.25M rows"),
        (10**9, "1B rows"),
        (10**12, "1T rows"),
        (10**18, "1,000e15 rows"),
    ],
)
def test_how_many(rows, said) -> None:
    """Numbers of rows are said as people say them: exact when small, three digits when large."""
    assert how_many(rows) == said


@pytest.mark.parametrize(
    ("kind", "strategy", "operation", "name"),
    [
        ("Aggregate", "Hashed", "", "HashAggregate"),
        ("Aggregate", "Sorted", "", "GroupAggregate"),
        ("Aggregate", "Plain", "", "Aggregate"),
        ("ModifyTable", "", "Insert", "Insert"),
        ("Hash Join", "", "", "Hash Join"),
    ],
)
def test_text_name(kind, strategy, operation, name) -> None:
    """A node knows what `explain` as text calls it."""
    assert Node(kind, strategy=strategy, operation=operation).text_name == name


# Vacuum finds rows visible to all only when their commit has reached the log.
SCHEMA = """
set synchronous_commit = on;
create table towns (id integer primary key, name text not null);
create table people (
    id integer primary key, town_id integer not null, name text not null, born date not null
);
create index people_town_id_idx on people (town_id) include (born);
create table visits (at date not null, person_id integer not null) partition by range (at);
create table visits_2024 partition of visits for values from ('2024-01-01') to ('2025-01-01');
create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01');
insert into towns select n, 'town ' || n from generate_series(1, 500) as n;
insert into people
select n, n % 500, 'name ' || n, date '2000-01-01' + n % 1000 from generate_series(1, 20000) as n;
vacuum analyze;
"""

TOLD = {
    "select born from people where town_id = $1": [
        "index only scan of people by people_town_id_idx where town_id = $1 (about 40 rows)",
    ],
    "select name from people where name > $1 limit 3": [
        "first rows only (about 3 rows)",
        "  whole read of people, keeping rows where name > $1 (about 6,667 rows)",
    ],
    "select town_id, count(*) from people group by town_id": [
        "group by people.town_id in a hash table (about 500 rows)",
        "  whole read of people (about 20k rows)",
    ],
    "select p.name from towns as t inner join people as p on p.town_id = t.id where t.name = 'a'": [
        "nested loop join (about 40 rows)",
        "  whole read of towns as t, keeping rows where name = 'a'::text (about 1 row)",
        "  bitmap scan of people as p by people_town_id_idx where town_id = t.id (about 40 rows)",
    ],
    "update people set name = 'x' where id = 3 or town_id = 4": [
        "update people (about 0 rows)",
        "  bitmap scan of people (about 41 rows)",
        "    rows in any bitmap (about 41 rows)",
        "      bitmap of people_pkey where id = 3 (about 1 row)",
        "      bitmap of people_town_id_idx where town_id = 4 (about 40 rows)",
    ],
    "select (select max(born) from people where town_id = 2)": [
        "a computed row (about 1 row)",
        "  InitPlan 1: aggregate of all rows (about 1 row)",
        "    index only scan of people by people_town_id_idx where town_id = 2 (about 40 rows)",
    ],
    "select person_id from visits where person_id = 9": [
        "all rows of each part (about 2 rows)",
        "  whole read of visits_2024, keeping rows where person_id = 9 (about 1 row)",
        "  whole read of visits_2025, keeping rows where person_id = 9 (about 1 row)",
    ],
    "select n from generate_series(1, 5) as n order by n desc": [
        "sort by n.n DESC (about 5 rows)",
        "  rows of function generate_series as n (about 5 rows)",
    ],
}


@pytest.fixture(scope="module")
def conn(server):
    """Answers a connection to a database with a few tables that nothing changes."""
    with db.connect(fresh_database(server(18))) as connection:
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
        yield connection


@pytest.mark.parametrize("query", TOLD)
def test_a_plan_in_words(conn, query) -> None:
    """Plans of a real server are told in short lines, each below the one that takes its rows."""
    params = ["text" if "name >" in query else "integer"] if "$1" in query else []
    assert words(plan_of(conn, query, params)) == TOLD[query]


def test_an_empty_plan_is_told() -> None:
    """A node without any attribute is told by its type."""
    assert words(Plan(Node("Brand New Scan"))) == ["brand new scan (about 0 rows)"]


def test_brackets_that_belong_to_parts_stay() -> None:
    """Only brackets around the whole of a condition are left out."""
    parts, whole = (
        words(Plan(Node("Seq Scan", relation="t", filter=condition)))[0]
        for condition in ("(a = 1) OR (b = 2)", "((a = 1) OR (b = 2))")
    )
    assert parts == whole == "whole read of t, keeping rows where (a = 1) OR (b = 2) (about 0 rows)"
