"""Variables as parameters, the rest of a statement as it is written."""

import pytest

from refdb.sqltext.numbering import atomic_starts, numbered


def _meaning(parts):
    """v_… are scalars, r_… rows, f the function's own label."""
    if parts[0] == "f" and len(parts) > 1:
        return ".".join(parts[:2]), 2
    if parts[0].startswith("r_") and len(parts) > 1 and parts[1] != "*":
        return ".".join(parts[:2]), 2
    return (parts[0], 1) if parts[0].startswith(("v_", "r_", "$")) else None


@pytest.mark.parametrize(
    ("sql", "text", "variables"),
    [
        ("select v_a + v_b + v_a", "select $1 + $2 + $1", ("v_a", "v_b")),
        ("select 'v_a', \"v_a\" -- v_a", "select 'v_a', $1 -- v_a", ("v_a",)),
        ("select 'ü' || v_a, é from t", "select 'ü' || $1, é from t", ("v_a",)),
        ("select r_x . id, r_x.*", "select $1, ($2).*", ("r_x.id", "r_x")),
        ("select f.v_a.b", "select ($1).b", ("f.v_a",)),
        ("select $2, v_a", "select $2, $1", ("v_a", "$2")),
        ("select a as v_a from t order by v_a", "select a as v_a from t order by v_a", ()),
        ("select v_a from t order by v_b", "select $1 from t order by $2", ("v_a", "v_b")),
        ("select 1 as v_a group by v_a", "select 1 as v_a group by v_a", ()),
        ("select 1 as v_a where v_a = 1", "select 1 as v_a where $1 = 1", ("v_a",)),
        ("select g(v_a => v_b)", "select g(v_a => $1)", ("v_b",)),
        ("update t set v_a = v_b", "update t set v_a = $1", ("v_b",)),
        ("insert into t (v_a) values (v_a)", "insert into t (v_a) values ($1)", ("v_a",)),
        (
            "select 1 as v_a union select 2 order by v_a",
            "select 1 as v_a union select 2 order by v_a",
            (),
        ),
    ],
)
def test_variables_become_numbers(sql, text, variables) -> None:
    """Every use of a variable is replaced, and nothing that only looks like one."""
    found = numbered(sql, _meaning)
    assert (found.text, found.variables) == (text, variables)


def test_rows_without_a_relation_are_replaced() -> None:
    """A transition table is a query in brackets, called as it was; a table of that name stays."""
    sql = "select * from fresh as f2, fresh, public.fresh"
    found = numbered(sql, _meaning, {"fresh": "(select 1)"})
    assert found.text == "select * from (select 1) as f2, (select 1) as fresh, public.fresh"
    assert [(one.schema, one.name) for one in found.relations] == [("public", "fresh")]


def test_names_of_expressions_are_no_relations() -> None:
    """A common table expression is no relation of the statement."""
    found = numbered("with own as (select * from t) select * from own, u", _meaning)
    assert [one.name for one in found.relations] == ["t", "u"]


def test_statements_of_a_body_are_found_where_they_stand() -> None:
    """`case … end` inside a statement does not end the body; a return is one statement."""
    body = "select case when 1=1 then 1 end; select 2;"
    text = f"create function f() returns int begin atomic {body} end"
    assert [text[one : one + 8] for one in atomic_starts(text)] == ["select c", "select 2"]
    text = "create function f() returns int return 1"
    assert [text[one:] for one in atomic_starts(text)] == ["return 1"]
