import pytest

from refdb.sqltext.conditions import Compared, compared, sort_column


def test_parts_of_a_condition() -> None:
    """Equality, a range and a constant are told apart, each without its alias."""
    text = "((o.school_id = $1) AND (o.made > $2) AND (o.deleted_at IS NULL))"
    assert compared(text, "o") == (
        Compared("school_id", "equal", is_constant=False, text="school_id = $1"),
        Compared("made", "range", is_constant=False, text="made > $2"),
        Compared("deleted_at", "other", is_constant=True, text="deleted_at IS NULL"),
    )


@pytest.mark.parametrize(
    ("condition", "kind", "is_constant"),
    [
        ("(o.status = 'enrolled'::text)", "equal", True),
        ("(o.status = ANY ('{a,b}'::text[]))", "equal", True),
        ("(o.id = ANY ($1))", "equal", False),
        ("((o.name)::text = $1)", "equal", False),
        ("(o.school_id = s.id)", "equal", False),
        ("(o.made < now())", "range", False),
        ("(o.name ~~ 'a%'::text)", "other", True),
        ("(lower(o.name) = $1)", "other", False),
    ],
)
def test_kinds_of_comparisons(condition, kind, is_constant) -> None:
    """A comparison is one for equality, of a range or another; with a parameter, no constant."""
    (found,) = compared(condition, "o")
    assert (found.kind, found.is_constant) == (kind, is_constant)


@pytest.mark.parametrize("condition", ["(s.id = $1)", "(hashed SubPlan 1)", "(o.a = o.b)", "("])
def test_what_says_nothing_of_one_column_is_left_out(condition) -> None:
    """Other tables, subplans and what cannot be read are nobody's comparison."""
    assert compared(condition, "o") == ()


@pytest.mark.parametrize(
    ("key", "column"),
    [
        ("o.made", "made"),
        ("o.made DESC", "made desc"),
        ("s.made", ""),
        ("(lower(o.name))", ""),
        ("(count(*)) DESC", ""),
    ],
)
def test_sort_keys(key, column) -> None:
    """A sort key of the table is its column and direction; any other is nothing."""
    assert sort_column(key, "o") == column
