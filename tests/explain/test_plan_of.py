"""Asking a real server for plans."""

import psycopg
import pytest

from refdb import db
from refdb.errors import BadRequestError, StatementFailedError
from refdb.explain import Origin, plan_of
from servers import fresh_database

SCHEMA = """
create table people (id integer primary key, name text not null, town integer not null);
create index people_town_idx on people (town);
insert into people select n, 'name ' || n, n % 500 from generate_series(1, 50000) as n;
create table rare (is_rare boolean not null, id integer not null);
create index rare_is_rare_idx on rare (is_rare);
insert into rare select n <= 500, n from generate_series(1, 50000) as n;
create sequence tickets;
create table events (at timestamptz not null, id integer not null) partition by range (at);
create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
analyze;
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
    """Answers the URL of a database with a few tables, one for all tests: planning is reading."""
    made = fresh_database(server(request.param))
    with db.connect(made) as connection:
        connection.execute(SCHEMA)
    return made


@pytest.fixture
def conn(url):
    """Answers a connection to that database."""
    with db.connect(url) as connection:
        yield connection


def _relations(plan):
    return {node.relation for node in plan.nodes if node.relation}


def test_generic_plan_serves_any_value(conn) -> None:
    """Without values the plan names parameters, not values, and half of the rows are expected."""
    plan = plan_of(conn, "select * from rare where is_rare = $1", ["boolean"])
    scan = next(node for node in plan.nodes if node.relation)
    assert plan.kind == "generic"
    assert "$1" in scan.filter + scan.index_condition
    assert scan.rows == 25_000


def test_custom_plan_knows_the_value(conn) -> None:
    """With values the plan is for those values: a rare one is looked up in the index."""
    plan = plan_of(conn, "select * from rare where is_rare = $1", ["boolean"], "true")
    scan = next(node for node in plan.nodes if node.index)
    assert plan.kind == "custom"
    assert scan.index == "rare_is_rare_idx"
    assert 100 < scan.rows < 1000


def test_values_may_be_subqueries(conn) -> None:
    """A value may be looked up in the database."""
    value = "(select town from people where id = 7)"
    plan = plan_of(conn, "select * from people where town = $1", ["integer"], value)
    assert any("= 7" in node.index_condition for node in plan.nodes)


@pytest.mark.parametrize("value", ["null", "null::integer", "(select 1 where false)"])
def test_a_value_may_be_null(conn, value) -> None:
    """A null is a value: the planner sees that no row can match."""
    plan = plan_of(conn, "select * from people where town = $1", ["integer"], value)
    assert plan.root.node_type == "Result"


def test_values_keep_what_the_server_writes(conn) -> None:
    """Arrays, quotes, percent signs and braces reach the plan unchanged."""
    query = "select * from people where name = any ($1) and name <> '{%s} %'"
    plan = plan_of(conn, query, ["text[]"], r"""array['it''s {a} %', 'b\c']""")
    assert r"""{"it''s {a} %","b\\c"}""" in plan.root.filter


def test_generic_plan_has_every_partition(conn) -> None:
    """A plan for any value keeps each partition that some value needs."""
    plan = plan_of(conn, "select * from events where at = $1", ["timestamptz"])
    assert _relations(plan) == {"events_2024", "events_2025"}
    assert not any(node.pruned for node in plan.nodes)


def test_custom_plan_has_the_needed_partition_only(conn) -> None:
    """A plan for a value leaves the other partitions out."""
    plan = plan_of(conn, "select * from events where at = $1", ["timestamptz"], "'2024-05-05'")
    assert _relations(plan) == {"events_2024"}


def test_nothing_is_changed_and_nothing_stays(conn) -> None:
    """Planning a delete deletes nothing, and no prepared statement or setting stays behind."""
    plan = plan_of(conn, "delete from people where town = $1", ["integer"])
    left = conn.execute(
        "select count(*), (select count(*) from pg_prepared_statements),"
        " current_setting('plan_cache_mode'), current_setting('statement_timeout') from people",
    ).fetchone()
    assert plan.root.operation == "Delete"
    assert left == (50_000, 0, "auto", "0")


def test_a_failure_leaves_the_connection_as_it_was(conn) -> None:
    """After an error the next plan can be asked for, and an outer transaction goes on."""
    with conn.transaction(force_rollback=True):
        conn.execute("insert into people values (0, 'mine', 0)")
        for query, values in (("select nope", ""), ("select $1::integer", "1 / 0")):
            with pytest.raises(StatementFailedError):
                plan_of(conn, query, ["integer"], values)
        plan_of(conn, "select $1::integer", ["integer"])
        assert conn.execute("select name from people where id = 0").fetchone() == ("mine",)
    assert conn.execute("select count(*) from pg_prepared_statements").fetchone() == (0,)


def test_a_query_that_is_run_has_what_happened(conn) -> None:
    """Rows, rounds, time and pages are those of a real run; a delete deletes nothing."""
    plan = plan_of(conn, "delete from people where town = $1", ["integer"], "7", analyze=True)
    scan = next(node for node in plan.nodes if node.index)
    assert (scan.actual.rows, scan.actual.loops) == (100, 1)
    assert scan.actual.hit + scan.actual.read > 0
    assert plan.execution_ms is not None
    assert conn.execute("select count(*) from people").fetchone() == (50_000,)


def test_what_has_no_values_cannot_be_run(conn) -> None:
    """A parameter without a value is told, and nothing is run."""
    with pytest.raises(BadRequestError, match="has 1 parameter without a value"):
        plan_of(conn, "select * from people where id = $1", ["integer"], analyze=True)


def test_types_may_be_left_to_the_server(conn) -> None:
    """Where no types are asked for, the server's own are taken."""
    plan = plan_of(conn, "select * from people where id = $1", None, "7")
    assert plan.root.index_condition == "(people.id = 7)"


ORIGIN = Origin("sql/plans/x.sql", line=4, params_line=2, values_line=3)


@pytest.mark.parametrize(
    ("asked", "place", "message"),
    [
        (("select 1,\n  nope", (), ""), "sql/plans/x.sql:5:3", 'column "nope" does not exist'),
        (("select *\nfrom nope", (), ""), "sql/plans/x.sql:5:6", 'relation "nope" does not exist'),
        (("select $1", ["nope"], ""), "sql/plans/x.sql:2", 'type "nope" does not exist'),
        (("select $1", ["integer"], "nope"), "sql/plans/x.sql:3", 'column "nope" does not exist'),
        (("select $1", ["integer"], "'x'"), "sql/plans/x.sql:3", "invalid input syntax"),
        (("select $1", ["integer"], "(delete"), "sql/plans/x.sql:3", "syntax error"),
        (("vacuum", (), ""), "sql/plans/x.sql:4:1", "syntax error"),
    ],
)
def test_the_servers_message_has_its_place(conn, asked, place, message) -> None:
    """What the server refuses is told with its own message and the line in the file."""
    with pytest.raises(StatementFailedError, match=message) as caught:
        plan_of(conn, *asked, origin=ORIGIN)
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("asked", "line", "message"),
    [
        (
            ("select $1::date, $2::uuid", ["date"], ""),
            2,
            "has 2 parameters, and params names 1 type",
        ),
        (("select $1::date", (), ""), 2, "has 1 parameter, and params names no types"),
        (("select $1::date", ["date"], "now(), 1"), 3, "2 values for 1 parameter"),
        (("select 1", (), "1"), 3, "1 value for no parameters"),
        (("select $1", ["integer"], "generate_series(1, 3)"), 3, "the values are 3 rows"),
    ],
)
def test_parameters_are_counted(conn, asked, line, message) -> None:
    """Types and values that do not go with the parameters are told with the line to change."""
    with pytest.raises(BadRequestError, match=message) as caught:
        plan_of(conn, *asked, origin=ORIGIN)
    assert caught.value.line == line


def test_the_types_that_the_server_finds_are_offered(conn) -> None:
    """A missing type is offered in the hint, as it is to be written."""
    with pytest.raises(BadRequestError) as caught:
        plan_of(conn, "select * from people where town = $1 and name = $2")
    assert "`-- params: integer, text`" in caught.value.hint


@pytest.mark.parametrize(
    ("params", "values"),
    [
        (["integer) as select 1; rollback; drop table people; prepare x(integer"], ""),
        (["integer"], "1; rollback; drop table people"),
    ],
)
def test_no_text_hides_a_second_statement(conn, params, values) -> None:
    """Types and values are one statement each, whatever is written into them."""
    with pytest.raises(StatementFailedError):
        plan_of(conn, "select $1", params, values)
    assert conn.execute("select to_regclass('people') is not null").fetchone() == (True,)


def test_values_set_nothing(conn) -> None:
    """A setting that a value makes for the session does not outlive the plan."""
    plan_of(conn, "select $1", ["text"], "set_config('work_mem', '1MB', false)")
    assert conn.execute("show work_mem").fetchone() != ("1MB",)


def test_values_cannot_write(conn) -> None:
    """A value that calls a writing function is refused."""
    with pytest.raises(StatementFailedError, match="read-only transaction"):
        plan_of(conn, "select $1", ["bigint"], "nextval('tickets')")


def test_a_lost_connection_is_told(url) -> None:
    """When the server ends the connection the error says so."""
    with db.connect(url) as conn:
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("select pg_terminate_backend(%s, 5000)", [conn.info.backend_pid])
        with pytest.raises(StatementFailedError, match="terminating connection") as caught:
            plan_of(conn, "select 1")
    assert "connection was lost" in caught.value.hint
