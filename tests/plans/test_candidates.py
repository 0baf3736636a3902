from refdb.explain import Node, Plan
from refdb.plans.candidates import Candidate, candidates

_SCAN = Node(
    "Seq Scan",
    schema="public",
    relation="orders",
    alias="o",
    filter="((o.deleted_at IS NULL) AND (o.school_id = $1))",
)


def test_a_filter_suggests_its_column() -> None:
    """A whole read with an equality suggests an index on it, partial and not."""
    assert candidates(Plan(_SCAN)) == (
        Candidate("public.orders", ("school_id",), "deleted_at IS NULL"),
        Candidate("public.orders", ("school_id",)),
    )


def test_a_sort_above_adds_its_keys() -> None:
    """The order that is asked for follows the column that is compared."""
    sort = Node("Sort", sort_keys=("o.made DESC", "o.id"), children=(_SCAN,))
    assert Candidate("public.orders", ("school_id", "made desc", "id")) in candidates(Plan(sort))


def test_a_sort_by_something_else_adds_nothing() -> None:
    """A sort by another table's column, or by a result, is no key of this one."""
    sort = Node("Sort", sort_keys=("(count(*)) DESC",), children=(_SCAN,))
    assert all(len(one.columns) == 1 for one in candidates(Plan(sort)))


def test_a_join_suggests_its_column() -> None:
    """A joined column may lead an index of the table that is read whole for it."""
    join = Node("Hash Join", join_condition="(o.pupil_id = p.id)", children=(_SCAN,))
    assert Candidate("public.orders", ("pupil_id",)) in candidates(Plan(join))


def test_no_condition_suggests_nothing() -> None:
    """A query of all rows is served by no index."""
    assert candidates(Plan(Node("Seq Scan", schema="public", relation="t", alias="t"))) == ()
