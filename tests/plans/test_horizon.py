from hypothesis import given
from hypothesis import strategies as st

from refdb.explain import Node, Plan
from refdb.plans.horizon import SIZES, eras, grows, next_sizes, round_size


def _seq(cost: float) -> Plan:
    return Plan(Node("Seq Scan", cost=cost, relation="t"))


def _index(cost: float) -> Plan:
    return Plan(Node("Index Scan", cost=cost, relation="t", index="i"))


def test_one_plan_is_one_era() -> None:
    """Costs that grow make no new era."""
    assert len(eras({1000: _seq(1), 10_000: _seq(10)})) == 1


def test_a_flip_to_an_index_is_better() -> None:
    """A plan that no longer reads the table whole is better, and says of which table."""
    found = eras({1000: _seq(10), 10_000: _index(8)})
    assert [(one.first, one.before, one.verdict) for one in found] == [
        (1000, None, ""),
        (10_000, 1000, "better"),
    ]
    assert found[1].why == "no longer reads all of t"


def test_a_flip_to_a_whole_read_is_worse() -> None:
    """A plan that reads a table whole which it did not is worse."""
    assert eras({1000: _index(10), 10_000: _seq(80)})[1].verdict == "worse"


def test_a_new_sort_is_worse() -> None:
    """A plan that sorts what came sorted before is worse."""
    sorting = Plan(Node("Sort", sort_keys=("a",), children=(_index(8).root,)))
    assert eras({1000: _index(8), 10_000: sorting})[1].verdict == "worse"


def test_a_plan_that_comes_back_is_an_era_of_its_own() -> None:
    """The same plan below and above another one is told twice."""
    found = eras({1000: _seq(1), 10_000: _index(8), 100_000: _seq(90)})
    assert [one.first for one in found] == [1000, 10_000, 100_000]


def test_only_gaps_with_a_flip_are_asked_again() -> None:
    """The next size lies between the two at which the plans differ."""
    plans = {size: _seq(size) if size < 10**6 else _index(8) for size in SIZES}
    assert next_sizes([plans], 4) == (320_000,)


def test_a_gap_that_is_near_enough_is_left() -> None:
    """Nobody needs to know whether a plan flips at 100,000 or 120,000 rows."""
    assert next_sizes([{100_000: _seq(1), 120_000: _index(1)}], 4) == ()


def test_cost_that_follows_the_rows_grows() -> None:
    """Ten times the cost at ten times the rows grows as the table; the same cost does not."""
    assert grows(eras({1000: _seq(10), 10_000: _seq(100)})[0])
    assert not grows(eras({1000: _index(8.2), 10_000: _index(8.4)})[0])


@given(st.floats(min_value=1, max_value=1e12))
def test_round_sizes_are_near(rows) -> None:
    """A size for people is within a tenth of the exact one."""
    assert abs(round_size(rows) - rows) <= max(0.1 * rows, 0.5)
