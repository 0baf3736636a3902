from refdb.explain import Node, Plan
from refdb.plans.compare import changes, worsened


def _seq(cost: float) -> Plan:
    return Plan(Node("Seq Scan", cost=cost, relation="t"))


def _index(cost: float) -> Plan:
    return Plan(Node("Index Scan", cost=cost, relation="t", index="i"))


def test_the_same_plan_is_no_change() -> None:
    """A cost that moves a little is no news."""
    assert changes({"a": _index(8)}, {"a": _index(9)}) == ()


def test_a_lost_index_is_worse() -> None:
    """A plan that reads the table whole since the change is worse, with the ratio of the costs."""
    (change,) = changes({"a": _index(8)}, {"a": _seq(8000)})
    assert (change.verdict, change.why, change.ratio) == ("worse", "reads all of t", 1000)


def test_an_index_that_is_used_now_is_better() -> None:
    """The other way round it is better."""
    assert changes({"a": _seq(8000)}, {"a": _index(8)})[0].verdict == "better"


def test_the_same_plan_that_costs_much_more_is_worse() -> None:
    """Twice the cost of the same plan is told, as such."""
    (change,) = changes({"a": _index(8)}, {"a": _index(16)})
    assert (change.verdict, change.why) == ("worse", "costs 2 times as much")


def test_the_worst_comes_first() -> None:
    """Changes are in the order of their ratios."""
    found = changes({"a": _index(8), "b": _index(8)}, {"a": _seq(80), "b": _seq(800)})
    assert [one.name for one in found] == ["b", "a"]


def test_new_and_gone_queries_are_told() -> None:
    """A contract that is on one side only is no regression, but told."""
    found = changes({"old": _index(8)}, {"fresh": _index(8)})
    assert [(one.name, one.verdict) for one in found] == [("fresh", "new"), ("old", "gone")]


def test_only_what_is_worse_is_a_finding() -> None:
    """Better plans are told and fail nothing."""
    changed = changes({"a": _seq(800), "b": _index(8)}, {"a": _index(8), "b": _seq(800)})
    (finding,) = worsened(changed, {"b": ("sql/plans/b.sql", 7)})
    assert (finding.object, finding.file, finding.line) == ("b", "sql/plans/b.sql", 7)


def test_more_work_for_less_is_not_worse() -> None:
    """A table of one page that is read whole, at a lower cost than by its index, is no loss."""
    (change,) = changes({"a": _index(8)}, {"a": _seq(7)})
    assert change.verdict == "other"
