"""Why a promise is broken: what the planner thought, and what it could do otherwise."""

import psycopg
import pytest

from refdb import db
from refdb.errors import StatementFailedError
from refdb.plans import check
from refdb.tree import Tree


@pytest.fixture
def breach_of(tmp_path, url, contract):
    """Answers a function that judges a contract and answers the one promise that it breaks."""

    def judge(line, *, throwaway=True, before=""):
        folder = tmp_path / "sql" / "plans"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "one.sql").write_text(contract(line))
        with db.connect(url) as conn, conn.transaction(force_rollback=True):
            conn.execute(before)
            contracts = Tree(tmp_path / "sql", tmp_path).contracts
            (verdict,) = check(conn, contracts, is_throwaway=throwaway)
            (breach,) = verdict.breaches
            return breach, verdict.plan

    return judge


def test_a_predicate_without_an_index_is_named(breach_of) -> None:
    """The column that is compared and begins no index is told, with how many rows pass."""
    line = "forbid: seq scan on people | | select * from people where state = 'ajar'"
    breach, plan = breach_of(line)
    assert plan.nodes[breach.nodes[0]].relation == "people"
    rows, index, other = breach.why
    assert rows.startswith("the planner expects ")
    assert " of 50k rows of people (" in rows
    assert index == "no index of people begins with state"
    assert "there is no such plan" in other or "without seq scan on people: " in other


def test_a_table_that_is_asked_for_as_a_whole_is_told(breach_of) -> None:
    """Where most rows pass no index is missing, and none is asked for."""
    line = "forbid: seq scan on people | | select * from people where state <> 'none'"
    breach, _ = breach_of(line)
    assert "so many are read best as a whole" in breach.why[0]
    assert not any("begins with" in one for one in breach.why)


def test_the_dearer_way_is_told_with_its_cost(breach_of) -> None:
    """An index that could be used, but costs more, is told with both costs."""
    line = "expect: index people_town_idx | | select * from people where town < 400"
    breach, _ = breach_of(line)
    assert any(
        one.startswith("with index people_town_idx: ") and "cost" in one and "against" in one
        for one in breach.why
    )
    assert breach.finding.hint.startswith("The planner takes the promised way for the dearer one")


def test_an_index_that_cannot_serve_is_told(breach_of) -> None:
    """An index is tried as the table's only one: where it is not used even so, it cannot serve."""
    line = "expect: index people_pkey | integer | select id from people where town = $1"
    breach, _ = breach_of(line)
    assert "people_pkey begins with id, and the query compares town" in breach.why


def test_another_index_that_wins_is_set_aside(breach_of) -> None:
    """Where another index is preferred, the cost with the promised one is found all the same."""
    before = "create index people_town_state_idx on people (town, state); analyze people"
    line = (
        "expect: index people_town_idx | integer, text | "
        "select * from people where town = $1 and state = $2"
    )
    told = [one for one in breach_of(line, before=before)[0].why if one.startswith("with index")]
    assert len(told) == 1
    assert "people_town_idx" in told[0]
    there_alone = breach_of(line, before=before, throwaway=False)[0].why
    assert not any(one.startswith("with index") for one in there_alone)


def test_nothing_is_left_set_aside(breach_of, url) -> None:
    """After the tries every index is valid, and every setting what it was."""
    breach_of("expect: index people_pkey | integer | select * from people where town = $1")
    with db.connect(url) as conn:
        left = conn.execute(
            "select count(*) filter (where not indisvalid), current_setting('enable_seqscan') "
            "from pg_index"
        ).fetchone()
    assert left == (0, "on")


def test_without_superuser_the_settings_alone_are_tried(breach_of) -> None:
    """A user who may not write to the catalog is still told what is cheaper, and gets no error."""
    grants = "create role modest; grant select on people to modest"
    before = f"{grants}; set local session authorization modest"
    line = "expect: index people_town_idx | | select * from people where town < 400"
    breach, _ = breach_of(line, before=before)
    assert any(one.startswith("with index people_town_idx: ") for one in breach.why)


def test_a_sort_that_an_index_could_save(breach_of) -> None:
    """A forbidden sort is told with the order's cost without it."""
    line = "forbid: sort | | select * from people order by id + 0 limit 3"
    breach, _ = breach_of(line)
    assert "the planner expects to sort 50k rows" in breach.why
    assert "without sort: there is no such plan" in breach.why


def test_the_other_way_is_planned_for_the_same_values(url, tmp_path, contract) -> None:
    """A value is computed once: what is compared is planned for what it was then."""
    line = (
        "forbid: seq scan on people | integer | select * from people where town < $1 | "
        "case current_setting('enable_seqscan') when 'on' then 400 else 1 end"
    )
    folder = tmp_path / "sql" / "plans"
    folder.mkdir(parents=True)
    (folder / "one.sql").write_text(contract(line))
    with db.connect(url) as conn:
        (verdict,) = check(conn, Tree(tmp_path / "sql", tmp_path).contracts)
    told = [one for one in verdict.breaches[0].why if one.startswith("without")]
    assert verdict.plan.values == "'400'"
    assert "against" in told[0]
    assert "times)" in told[0]


def test_a_lost_connection_is_no_reason(url, tmp_path, contract) -> None:
    """When the connection is lost while another way is tried the check says so."""
    folder = tmp_path / "sql" / "plans"
    folder.mkdir(parents=True)
    line = "forbid: seq scan on people | | select * from people where pg_temp.is_well()"
    (folder / "a.sql").write_text(contract(line))
    contracts = Tree(tmp_path / "sql", tmp_path).contracts
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(
            "create function pg_temp.is_well() returns boolean language plpgsql immutable as $$"
            "begin return current_setting('enable_seqscan') = 'on'"
            " or pg_terminate_backend(pg_backend_pid()); end $$"
        )
        with pytest.raises(StatementFailedError) as caught:
            check(conn, contracts)
    assert "The connection was lost" in caught.value.hint
