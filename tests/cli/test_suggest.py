"""`refdb explain --suggest`, as a person would type it."""

import pytest

from commands import refdb
from trees import write_tree

pytestmark = pytest.mark.needs("embedded18")

_MIGRATIONS = {
    "0001_a.sql": "-- why: Tests.\n"
    "create table public.orders (id bigint primary key, customer_id integer not null,"
    " state text not null, made timestamptz not null, cancelled_at timestamptz);\n",
    "0001_a.rollback.sql": "-- loses: all\ndrop table public.orders;\n",
}
_SAMPLE = (
    "-- purpose: Orders.\n-- table: public.orders\n"
    "select n as id, n % 1000 as customer_id, 'state ' || n % 50 as state,\n"
    "    timestamptz '2024-01-01 00:00+00' + n * interval '1 minute' as made\n"
    "from generate_series(1, current_setting('sample.rows')::bigint) as n;\n"
)
_OF_CUSTOMER = (
    "-- expect: index orders_of_customer_idx\n-- forbid: seq scan on orders\n-- forbid: sort\n"
    "-- params: integer\n\n"
    "select * from orders where customer_id = $1 order by made desc limit 5;\n"
)
_LAST = (
    "-- forbid: seq scan on orders\n-- params: integer\n\n"
    "select max(made) from orders where customer_id = $1;\n"
)


@pytest.fixture
def folder(tmp_path):
    """Answers a project with two contracts that one index would keep."""
    contracts = {"plans__of_customer": _OF_CUSTOMER, "plans__last": _LAST}
    write_tree(tmp_path, _MIGRATIONS, sample__0001_orders=_SAMPLE, **contracts)
    return tmp_path


def test_the_index_that_keeps_the_promises_is_found(folder) -> None:
    """Its columns in order, the name that the contract wants, its size and both costs."""
    ran = refdb(folder, "explain", "of_customer", "--suggest", "--json")
    assert ran.code == 0
    (one,) = ran.answer["suggestions"]
    assert (one["index"], one["columns"]) == (
        "orders_of_customer_idx",
        ["customer_id", "made desc"],
    )
    assert one["cost_after"] < one["cost_before"] / 100
    assert 2000 < one["pages"] < 6000


def test_one_index_for_two_contracts_is_told_once(folder) -> None:
    """A contract that an index for another keeps as well needs none of its own."""
    ran = refdb(folder, "explain", "--suggest", "--json")
    helped = [{one["contract"], *one["helps"]} for one in ran.answer["suggestions"]]
    assert helped == [{"of_customer", "last"}]


def test_what_is_written_keeps_the_contracts(folder) -> None:
    """The migration that is written is proved, and with it every contract is kept."""
    ran = refdb(folder, "explain", "--suggest", "--write")
    assert "wrote  sql/migrations/0002_index_orders_by_customer_id_made.sql" in ran.out
    assert refdb(folder, "prove").code == 0
    kept = refdb(folder, "explain")
    assert (kept.code, "2 of 2 contracts kept" in kept.out) == (0, True)
    assert "0 indexes suggested" in refdb(folder, "explain", "--suggest").out


def test_a_query_of_all_rows_has_no_index(folder) -> None:
    """Where no index can keep a promise, it says so."""
    text = "-- forbid: seq scan on orders\n\nselect count(*) from orders where made > made;\n"
    write_tree(folder, {}, plans__all=text)
    ran = refdb(folder, "explain", "all", "--suggest")
    assert "none   all: no index of one table keeps it" in ran.out


def test_write_needs_suggest(folder) -> None:
    """--write alone says what is missing."""
    ran = refdb(folder, "explain", "--write")
    assert (ran.code, "Add --suggest." in ran.err) == (2, True)
