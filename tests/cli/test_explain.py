"""`refdb explain`, as a person would type it."""

import subprocess
from pathlib import Path

import psycopg
import pytest

from commands import REFDB, refdb
from trees import write_tree

pytestmark = pytest.mark.needs("embedded18")

_PAGE = Path(__file__).parents[2] / "docs/contracts.md"
MIGRATIONS = {
    "0001_a.sql": "-- why: Tests.\n"
    "create table public.orders (id bigint primary key, customer_id integer not null,"
    " state text not null);\ncreate index orders_state_idx on public.orders (state);\n",
    "0001_a.rollback.sql": "-- loses: all\ndrop table public.orders;\n",
}
SAMPLE = (
    "-- purpose: Orders.\n-- table: public.orders\n"
    "select n as id, n % 100 as customer_id, 'open' as state\n"
    "from generate_series(1, current_setting('sample.rows')::bigint) as n;\n"
)
KEPT = "-- expect: index orders_pkey\n-- params: bigint\n\nselect * from orders where id = $1;\n"
BROKEN = (
    "-- forbid: seq scan on orders\n-- params: integer\n\n"
    "select *\nfrom orders\nwhere customer_id = $1;\n"
)
RUN = "-- rows_within: 2x\n-- with: 7\n-- params: bigint\n\ndelete from orders where id = $1;\n"


@pytest.fixture
def folder(tmp_path):
    """Answers a project with a contract that is kept, one that is broken, and one that is run."""
    contracts = {"plans__kept": KEPT, "plans__broken": BROKEN, "plans__run": RUN}
    write_tree(tmp_path, MIGRATIONS, sample__0001_orders=SAMPLE, **contracts)
    return tmp_path


def test_a_broken_promise_is_shown_on_a_page(folder) -> None:
    """The promise, the plan as a tree with the line that breaks it, why, and what to do."""
    ran = refdb(folder, "explain", "--rows", "10k")
    assert ran.code == 1
    assert ran.out == (
        "broken broken  (10k rows, generic plan)\n"
        "  sql/plans/broken.sql:1  forbid: seq scan on orders\n"
        "                                                                 rows       cost\n"
        "✗ whole read of orders                                            100     189.00\n"
        "       keeping rows where customer_id = $1\n"
        "  why    the planner expects 100 of 10k rows of orders (1 %)\n"
        "         no index of orders begins with customer_id\n"
        "         without seq scan on orders: there is no such plan\n"
        "  next   No index serves customer_id = $1 here: make one, or compare an indexed\n"
        "         column.\n"
        "\n"
        "kept   kept: index orders_pkey\n"
        "kept   run (sample data 10,000): rows within 2x\n"
        "PostgreSQL 18 (embedded): 2 of 3 contracts kept, 10k rows or as told\n"
    )


def test_quiet_shows_what_broke_only(folder) -> None:
    """With --quiet nothing is printed of what is kept."""
    ran = refdb(folder, "explain", "--quiet", "--rows", "10k")
    assert ran.out == ""
    assert ran.err.startswith("broken broken")
    assert "✗ whole read of orders" in ran.err
    assert refdb(folder, "explain", "kept", "--quiet").err == ""


def test_no_line_is_wider_than_a_terminal(folder) -> None:
    """Long names and conditions are broken between words, at 80 columns."""
    name = "orders_of_somebody_with_a_very_long_name_that_has_many_letters"
    sql = (
        f"select * from orders as {name} inner join orders as another on another.customer_id"
        f" = {name}.customer_id where {name}.state = 'a rather long constant of several words'"
        " order by another.id, another.state"
    )
    ran = refdb(folder, "explain", "--sql", sql)
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if len(line) > 80 and name not in line] == []


def test_json_has_the_plan_and_what_breaks_it(folder) -> None:
    """As JSON each broken promise has the numbers of the nodes that break it, and why."""
    ran = refdb(folder, "explain", "broken", "--json", "--rows", "10k")
    (told,) = ran.answer["contracts"]
    (finding,) = told["findings"]
    assert (ran.code, told["kept"], told["rows"], told["kind"]) == (1, False, 10_000, "generic")
    assert finding["promise"] == "forbid: seq scan on orders"
    assert finding["nodes"] == [told["plan"]["number"]] == [0]
    assert told["plan"]["filter"] == "(orders.customer_id = $1)"
    assert "no index of orders begins with customer_id" in finding["why"]


def test_json_is_as_described(folder) -> None:
    """docs/contracts.md names every key of the answer."""
    told = refdb(folder, "explain", "run", "--json").answer["contracts"][0]
    keys = {*told, *told["plan"], *told["plan"]["actual"]}
    text = _PAGE.read_text(encoding="utf-8")
    assert {key for key in keys if f"`{key}`" not in text} == set()


def test_some_contracts_only(folder) -> None:
    """Names and -k choose, and a name that is none is told with what was meant."""
    ran = refdb(folder, "explain", "kept", "run")
    assert ran.code == 0
    assert "index scan of orders by orders_pkey" in ran.out
    assert "broken" not in ran.out
    assert refdb(folder, "explain", "-k", "where id").out.count("kept   ") == 2
    ran = refdb(folder, "explain", "brokn")
    assert (ran.code, "Did you mean broken?" in ran.err) == (2, True)
    assert refdb(folder, "explain", "-k", "nowhere").code == 2


def test_analyze_shows_what_happened(folder) -> None:
    """Rows that came stand beside those expected, and what has no values is not run."""
    ran = refdb(folder, "explain", "kept", "run", "--analyze")
    assert ran.code == 0
    assert "rows     came       ms    pages" in ran.out
    assert ran.out.count("rolled back") == 1
    assert "note   not run: it has parameters" in ran.out


@pytest.mark.parametrize("how", ["text", "file", "stdin"])
def test_any_query(folder, how) -> None:
    """A query is planned from the command line, a file or a pipe."""
    sql = "select * from orders where id = $1"
    (folder / "query.sql").write_text(f"-- params: bigint\n\n{sql};\n")
    given = {"text": sql, "file": "query.sql", "stdin": "-"}[how]
    ran = subprocess.run(
        [REFDB, "explain", "--sql", given, "--with", "7"],
        cwd=folder,
        input=sql,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "where id = " in ran.stdout
    assert "index scan of orders by orders_pkey" in ran.stdout


def test_a_query_that_is_wrong_is_told(folder) -> None:
    """A query that the server refuses is a finding with its message; no such file is an error."""
    ran = refdb(folder, "explain", "--sql", "select nope from orders")
    assert (ran.code, 'column "nope" does not exist' in ran.out) == (1, True)
    assert refdb(folder, "explain", "--sql", "nowhere.sql").code == 2
    assert "there is no query" in refdb(folder, "explain", "--sql", "-").err
    assert refdb(folder, "explain", "--sql", "select 1; select 2").code == 2
    assert refdb(folder, "explain", "kept", "--sql", "select 1").code == 2
    assert refdb(folder, "explain", "--with", "1").code == 2


def test_each_size_is_judged_for_itself(folder) -> None:
    """A contract at three sizes has three verdicts, and a message says at which it is broken."""
    text = "-- expect: index orders_pkey\n-- rows: 10, 10k, 1B\n-- params: bigint\n\n"
    (folder / "sql/plans/kept.sql").write_text(f"{text}select * from orders where id = $1;\n")
    ran = refdb(folder, "explain", "kept", "--json")
    verdicts = [(one["rows"], one["kept"]) for one in ran.answer["contracts"]]
    assert verdicts == [(10, False), (10_000, True), (10**9, True)]
    assert ran.answer["contracts"][0]["findings"][0]["message"].endswith("(at 10 rows)")


def test_rows_that_cannot_be_loaded_are_refused(folder) -> None:
    """More sample data than can be loaded in a minute is refused, with what to type instead."""
    ran = refdb(folder, "explain", "kept", "--sample", "1B")
    assert (ran.code, "--rows instead of --sample" in ran.err) == (2, True)


def test_one_size_a_run(folder) -> None:
    """Two sizes contradict each other, and what is run needs rows."""
    assert refdb(folder, "explain", "--rows", "1M", "--sample", "10k").code == 2
    assert refdb(folder, "explain", "--rows", "1M", "--analyze").code == 2
    assert refdb(folder, "explain", "--rows", "1M", "--target", "postgresql:///x").code == 2


def test_a_statistics_set_is_planned_on(folder) -> None:
    """A set of the tree is planned on by its name, and is the default when it is the only one."""
    assert refdb(folder, "statistics", "from-sample", "large", "--rows", "1B").code == 0
    ran = refdb(folder, "explain", "broken", "--json", "--statistics", "large")
    assert ran.answer["contracts"][0]["plan"]["rows"] > 10**6
    assert refdb(folder, "explain", "kept").out.endswith("1 contract kept, statistics large\n")
    ran = refdb(folder, "explain", "kept", "--statistics", "larger")
    assert (ran.code, "Did you mean large?" in ran.err) == (2, True)


def test_a_target_is_asked_and_nothing_is_run(folder, database) -> None:
    """On a target the plans are its own, and what would be run elsewhere is not."""
    assert refdb(folder, "apply", "--target", database).code == 0
    with psycopg.connect(database) as conn:
        conn.execute("insert into orders select n, n, 'x' from generate_series(1, 9) as n")
    ran = refdb(folder, "explain", "--target", database)
    assert ran.code == 1  # nine rows are read best as a whole
    assert "note   rows within a factor are not judged" in ran.out
    assert "ran in" not in ran.out
    with psycopg.connect(database) as conn:
        assert conn.execute("select count(*) from orders").fetchone() == (9,)


def test_a_value_cannot_write_to_a_target(folder, database) -> None:
    """What an expression of --with does on a target is in a read-only transaction."""
    assert refdb(folder, "apply", "--target", database).code == 0
    with psycopg.connect(database) as conn:
        conn.execute("create sequence tickets")
    switched = "select set_config('transaction_read_only', 'off', true) offset 0"
    value = f"(select nextval('tickets') + length(set_config) from ({switched}) as switched)"
    sql = "select * from orders where id = $1"
    ran = refdb(folder, "explain", "--sql", sql, "--with", value, "--target", database)
    assert ran.code == 1
    assert "cannot set transaction read-write mode inside a read-only transaction" in ran.out


def test_a_target_is_not_asked_for_long(folder, database) -> None:
    """Planning there is read only, and waits neither for locks nor for the planner for long."""
    assert refdb(folder, "apply", "--target", database).code == 0
    names = ("transaction_read_only", "lock_timeout", "statement_timeout")
    value = " || ' ' || ".join(f"current_setting('{name}')" for name in names)
    sql = "select * from orders where state = $1"
    ran = refdb(folder, "explain", "--sql", sql, "--with", value, "--target", database)
    assert "'on 1s 10s'" in ran.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--analyze"], "on a target nothing is run"),
        (["--sample", "10"], "a target is planned on as it is"),
        (["--postgres", "18"], "a target is planned on as it is"),
    ],
)
def test_what_contradicts_a_target_is_refused(folder, database, options, said) -> None:
    """Nothing is run on a target, and its size and version are its own."""
    ran = refdb(folder, "explain", "--target", database, *options)
    assert ran.code == 2
    assert said in ran.err


def test_sample_data_that_nobody_analyzed_is(folder) -> None:
    """The planner knows the sample data's rows though no file of it says `analyze`."""
    told = refdb(folder, "explain", "kept", "--json").answer["contracts"][0]
    assert told["plan"]["rows"] == 1
    ran = refdb(folder, "call", "select reltuples from pg_class where relname = 'orders'")
    assert "10000" in ran.out


def test_the_horizon_shows_where_a_plan_changes(folder) -> None:
    """Each contract has its plans by size: a whole read of few rows, an index from more on."""
    ran = refdb(folder, "explain", "kept", "broken", "--horizon", "--rows", "1M", "--json")
    assert ran.code == 0
    eras = {one["name"]: one["eras"] for one in ran.answer["contracts"]}
    assert [one["reads"] for one in eras["kept"]] == ["orders by orders_pkey"]
    assert eras["broken"][0]["reads"] == "all of orders"
    assert eras["broken"][-1]["growth"] > 0.5
    assert ran.answer["most"] == 10**6


def test_plans_are_compared_with_another_server(folder) -> None:
    """The same tree on an older server has the same plans for a primary key."""
    ran = refdb(folder, "explain", "kept", "--against", "postgres:16", "--json")
    assert (ran.code, ran.answer["changes"]) == (0, [])
    assert ran.answer["servers"] == ["PostgreSQL 16 (embedded)", "PostgreSQL 18 (embedded)"]


def test_a_lost_index_is_found_against_git(folder) -> None:
    """A branch whose migration drops an index fails by the contract that is planned worse."""
    contract = (
        "-- max_cost: 100000000\n-- params: text\n\n"
        "select * from orders where state = $1 limit 5;\n"
    )
    migration = "-- why: Smaller.\n-- depends: 0001_a\ndrop index public.orders_state_idx;\n"
    rollback = "-- loses: nothing\ncreate index orders_state_idx on public.orders (state);\n"
    sample = SAMPLE.replace("'open'", "'state ' || n")
    write_tree(folder, {}, plans__by_state=contract, sample__0001_orders=sample)
    git = ["git", "-c", "user.name=refdb", "-c", "user.email=refdb@example.org"]
    for words in (["init", "-b", "main"], ["add", "."], ["commit", "-m", "first"]):
        subprocess.run([*git, *words], cwd=folder, check=True, capture_output=True)
    write_tree(folder, {"0002_b.sql": migration, "0002_b.rollback.sql": rollback})
    ran = refdb(folder, "explain", "--against", "main")
    assert ran.code == 1
    assert "worse  by_state" in ran.out
    assert "reads all of orders" in ran.out
    ran = refdb(folder, "explain", "--against", "nowhere")
    assert (ran.code, "Name a branch" in ran.err) == (2, True)


def test_two_questions_at_once_are_refused(folder) -> None:
    """What would mean two things is refused, with what to type."""
    assert refdb(folder, "explain", "--horizon", "--against", "main").code == 2
    assert refdb(folder, "explain", "--horizon", "--analyze").code == 2
