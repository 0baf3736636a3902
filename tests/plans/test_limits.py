"""Promises that are numbers, on the plans of a real server."""

import pytest

from refdb import db
from refdb.explain import plan_of
from refdb.plans import Size, check, misjudged
from refdb.tree import Tree

LOADED = Size(rows=50_000, is_loaded=True)
# Whoever is born on a first of January lives in one town, which the planner cannot know.
SURPRISE = (
    "create table twins as select n % 100 as a, n % 100 as b from generate_series(1, 10000) as n;"
    "analyze twins"
)


@pytest.fixture
def verdict_of(tmp_path, url):
    """Answers a function that judges one contract where its query may be run."""

    def judge(text, size=LOADED, *, change="", **options):
        folder = tmp_path / "sql" / "plans"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "one.sql").write_text(text)
        with db.connect(url) as conn, conn.transaction(force_rollback=True):
            conn.execute(change)
            contracts = Tree(tmp_path / "sql", tmp_path).contracts
            (verdict,) = check(conn, contracts, size, **options)
            return verdict

    return judge


@pytest.mark.parametrize(
    "promise",
    ["max_cost: 100", "max_rows: 1", "expect: rows within 2x", "rows_within: 1.5"],
)
def test_kept_numbers(verdict_of, promise) -> None:
    """A look-up by key is cheap, gives a row, and is expected to."""
    text = f"-- {promise}\n-- params: integer\n-- with: 7\n\nselect * from people where id = $1;\n"
    assert verdict_of(text).kept


@pytest.mark.parametrize(
    ("promise", "rule", "message", "node"),
    [
        (
            "max_cost: 10",
            "contract/max-cost",
            "promises cost up to 10, but the plan costs",
            "Seq Scan",
        ),
        (
            "max_rows: 100",
            "contract/max-rows",
            "promises up to 100 rows, but the planner expects 50k rows",
            "Sort",
        ),
    ],
)
def test_broken_numbers(verdict_of, promise, rule, message, node) -> None:
    """What exceeds a number is told and the node that does it is marked."""
    verdict = verdict_of(f"-- {promise}\n\nselect * from people order by state, id;\n")
    (breach,) = verdict.breaches
    assert (breach.finding.rule, breach.finding.line) == (rule, 1)
    assert message in breach.finding.message
    assert breach.promise == promise
    assert [verdict.plan.nodes[place].node_type for place in breach.nodes] in ([node], ["Sort"])
    assert breach.why


def test_rows_of_a_change_are_those_that_it_changes(verdict_of) -> None:
    """A delete gives no rows; what counts is how many it deletes."""
    verdict = verdict_of("-- max_rows: 100\n\ndelete from people;\n")
    assert "the planner expects 50k rows" in verdict.findings[0].message


def test_rows_that_the_planner_cannot_know_break_the_factor(verdict_of) -> None:
    """Columns that depend on each other are expected a hundred times too rarely."""
    text = "-- expect: rows within 10x\n\nselect * from twins where a = 7 and b = 7;\n"
    verdict = verdict_of(text, change=SURPRISE)
    (breach,) = verdict.breaches
    assert breach.finding.rule == "contract/rows-within"
    assert "1 row expected, 100 rows came (100 times)" in breach.finding.message
    assert [verdict.plan.nodes[one].relation for one in breach.nodes] == ["twins"]
    assert "create statistics" in breach.finding.hint


def test_a_wider_factor_keeps_it(verdict_of) -> None:
    """The same rows are within two hundred times."""
    text = "-- rows_within: 200\n\nselect * from twins where a = 7 and b = 7;\n"
    assert verdict_of(text, change=SURPRISE).kept


def test_a_change_is_run_and_rolled_back(verdict_of, url) -> None:
    """Rows of a delete are counted by deleting them, and afterwards they are there."""
    text = (
        "-- rows_within: 2x\n-- params: integer\n-- with: 3\n\ndelete from people where town = $1;"
    )
    verdict = verdict_of(text)
    assert verdict.kept
    assert verdict.plan.execution_ms is not None
    with db.connect(url) as conn:
        assert conn.execute("select count(*) from people").fetchone() == (50_000,)


def test_where_no_rows_are_it_is_said(verdict_of) -> None:
    """On statistics alone nothing is run, and the promise is told to be not judged."""
    verdict = verdict_of("-- rows_within: 2x\n\nselect * from people;\n", Size(rows=10**9))
    assert verdict.kept
    assert verdict.plan.execution_ms is None
    assert verdict.notes == (
        "rows within a factor are not judged: there are no rows here to count",
    )


def test_what_has_no_values_is_not_run(verdict_of) -> None:
    """A contract for any values cannot be run, and says so."""
    text = "-- forbid: sort\n-- params: integer\n\nselect * from people where id = $1;\n"
    verdict = verdict_of(text, analyze=True)
    assert verdict.plan.execution_ms is None
    assert "`-- with:` gives no values" in verdict.notes[0]


def test_a_node_that_was_stopped_is_not_misjudged(url) -> None:
    """Below a limit few rows came because no more were wanted, which is nobody's mistake."""
    with db.connect(url) as conn:
        plan = plan_of(conn, "select * from people where town > 3 limit 2", analyze=True)
        scan = plan.nodes[-1]
        assert (scan.actual.rows, scan.rows > 10_000) == (2, True)
        assert list(misjudged(plan, 1.5)) == []
