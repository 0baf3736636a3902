"""An audit as a person asks for it."""

from __future__ import annotations

import pytest

from commands import refdb
from refdb import db
from trees import write_tree

_TABLES = """-- why: Orders.
create table public.orders (id integer primary key, state text not null);
create index orders_state_idx on public.orders (state);
"""
_FUNCTION = """-- purpose: Counts.
create or replace function public.count_orders(p_id integer) returns bigint language plpgsql as $$
begin
    return (
        select count(*)
        from public.orders
        where id + 0 = p_id
    );
end;
$$;
"""
_SAMPLE = """-- purpose: Orders.
-- table: public.orders
select number as id, 'open' as state
from generate_series(1, current_setting('sample.rows')::bigint) as number;
"""


@pytest.fixture
def folder(tmp_path):
    """Answers the folder of a project without a contract."""
    body = _FUNCTION.split("\n", 1)[1]
    write_tree(
        tmp_path,
        {
            "0001_orders.sql": f"{_TABLES}{body}",
            "0001_orders.rollback.sql": "-- loses: orders\n"
            "drop function public.count_orders(integer);\ndrop table public.orders;\n",
        },
        functions__count_orders=_FUNCTION,
        sample__0001_orders=_SAMPLE,
    )
    return tmp_path


@pytest.mark.needs("embedded18")
def test_an_audit_needs_no_contract(folder) -> None:
    """Without any contract there is an audit, exit code 1, and all of it as JSON."""
    ran = refdb(folder, "explain", "--audit", "--sample", "20000", "--json")
    assert ran.code == 1
    audit = ran.answer["audit"]
    assert {(one["key"], one["file"], one["line"]) for one in audit["findings"]} == {
        (
            "audit/seq-scan:public.count_orders(integer) on public.orders",
            "sql/functions/count_orders.sql",
            6,
        ),
        ("audit/unused-index:public.orders_state_idx", "sql/migrations/0001_orders.sql", 3),
    }
    assert [(one["object"], one["line"]) for one in audit["statements"]] == [
        ("public.count_orders(integer)", 4),
    ]
    assert audit["limits"]["rows"] == 10_000
    assert (audit["ignored"], audit["dormant"], audit["unchecked"]) == ([], [], [])


@pytest.mark.needs("embedded18")
def test_what_is_left_alone_is_no_failure(folder) -> None:
    """With a reason for each finding the exit code is 0, and the reasons are told."""
    (folder / "refdb.toml").write_text(
        '[ignore]\n"audit/seq-scan:public.count_orders(*" = "by night"\n'
        '"audit/unused-index:*" = "by hand"\n'
    )
    ran = refdb(folder, "explain", "--audit", "--sample", "20000")
    assert ran.code == 0
    assert "(by night)" in ran.out
    assert "nothing found, 2 left alone" in ran.out


@pytest.mark.needs("embedded18")
def test_quiet_tells_what_is_wrong(folder) -> None:
    """With --quiet the findings alone are printed, on standard error."""
    ran = refdb(folder, "explain", "--audit", "--sample", "20000", "--quiet")
    assert (ran.code, ran.out) == (1, "")
    assert "sql/functions/count_orders.sql:6" in ran.err


def test_an_audit_is_of_everything(folder) -> None:
    """An audit with the name of a contract or with a query is refused."""
    for more in (["some_contract"], ["--sql", "select 1 as one"], ["-k", "x"]):
        assert refdb(folder, "explain", "--audit", *more).code == 2


@pytest.mark.needs("embedded18")
def test_a_target_is_audited_as_it_is(folder, database) -> None:
    """On a target its own rows count, and nothing is changed there."""
    with db.connect(database) as conn:
        conn.execute(_TABLES)
        conn.execute(_FUNCTION)
        rows = "select n, 'open' from generate_series(1, 15000) as n"
        conn.execute(f"insert into public.orders {rows}; analyze public.orders")
    ran = refdb(folder, "explain", "--audit", "--target", database, "--json")
    assert ran.code == 1
    (scan,) = [one for one in ran.answer["audit"]["findings"] if one["rule"] == "audit/seq-scan"]
    assert scan["message"].startswith("reads all of orders (15k rows)")
