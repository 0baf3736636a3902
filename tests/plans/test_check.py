"""Contracts whose index, query or connection is not what it should be."""

import psycopg
import pytest

from refdb.errors import StatementFailedError
from refdb.plans import check
from refdb.tree import Tree


def test_a_dropped_index_breaks_its_contract(judged, contract) -> None:
    """Without the index the contract that names it is broken, and the name is told."""
    line = "expect: index people_town_idx | integer | select born from people where town = $1"
    (verdict,) = judged(contract(line), change="drop index people_town_idx")
    assert [one.message for one in verdict.findings] == ["there is no index people_town_idx"]


def test_an_invalid_index_is_told(judged, contract) -> None:
    """An index whose concurrent build was interrupted is named, with the repair."""
    line = "expect: index people_town_idx | integer | select born from people where town = $1"
    change = "update pg_index set indisvalid = false where indexrelid = 'people_town_idx'::regclass"
    (verdict,) = judged(contract(line), change=change)
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


def test_a_query_without_a_plan_is_a_finding_and_the_others_go_on(judged, contract) -> None:
    """Whatever is wrong with one contract's query, the next contract is judged."""
    good = contract("forbid: sort | | select * from people")
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


def test_a_lost_connection_ends_the_check(url, tmp_path, contract) -> None:
    """When nothing can be planned any more the check says so instead of blaming contracts."""
    folder = tmp_path / "sql" / "plans"
    folder.mkdir(parents=True)
    (folder / "a.sql").write_text(contract("forbid: sort | | select * from people"))
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
