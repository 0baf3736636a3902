"""Plans where refdb's role is nobody's superuser: on databases that it makes on a given server."""

from dataclasses import replace

import psycopg
import pytest

from refdb import config
from refdb.errors import BadRequestError
from refdb.project import Project
from trees import write_tree

pytestmark = pytest.mark.needs("local15")

_MIGRATIONS = {
    "0001_a.sql": "-- why: Tests.\n"
    "create table public.customers (id integer primary key, orders integer not null default 0);\n"
    "create table public.orders (id bigint primary key, customer_id integer not null"
    " references public.customers);\n"
    "create function public.count_order() returns trigger language plpgsql as $$\n"
    "begin update public.customers set orders = orders + 1 where id = new.customer_id;"
    " return null; end $$;\n"
    "create trigger count_order after insert on public.orders"
    " for each row execute function public.count_order();\n",
    "0001_a.rollback.sql": "-- loses: all\ndrop table public.orders, public.customers;\n"
    "drop function public.count_order();\n",
}
_SAMPLES = {
    "sample__0001_customers": "-- purpose: Customers.\n-- table: public.customers\n"
    "select n as id from generate_series(1, 100) as n;\n",
    "sample__0002_orders": "-- purpose: Orders.\n-- table: public.orders\n"
    "select n as id, 1 + n % 100 as customer_id\n"
    "from generate_series(1, current_setting('sample.rows')::bigint) as n;\n",
}
_CONTRACTS = {
    "plans__by_id": "-- expect: index orders_pkey\n-- params: bigint\n\n"
    "select * from orders where id = $1;\n",
    "plans__of_customer": "-- forbid: seq scan on orders\n-- params: integer\n\n"
    "select * from orders where customer_id = $1;\n",
}


@pytest.fixture
def project(tmp_path, server):
    """Answers a project whose throwaways are databases of a role that may only create them."""
    url = server(15)
    with psycopg.connect(url, autocommit=True) as conn:
        # It stays: the templates that refdb keeps on a given server are its own.
        if conn.execute("select from pg_roles where rolname = 'planner'").fetchone() is None:
            conn.execute("create role planner login createdb")
    write_tree(tmp_path, _MIGRATIONS, **_SAMPLES, **_CONTRACTS)
    given = config.Config(root=tmp_path)
    return Project(replace(given, provider="server", server=url.replace("postgres@", "planner@")))


def test_contracts_are_judged_on_sample_data(project) -> None:
    """Contracts are kept and broken as they should be, on rows that are loaded, and it says why."""
    explained = project.explain()
    kept = {one.contract.name: one.kept for one in explained.verdicts}
    assert kept == {"by_id": True, "of_customer": False}
    assert {str(one.size) for one in explained.verdicts} == {"sample data 10,000"}
    (note,) = explained.notes
    assert "not on a server that is given: 10,000 rows of sample data were loaded" in note


def test_statistics_are_refused_there(project) -> None:
    """What would need a superuser is refused, with what to type instead."""
    (project.tree.folder / "statistics").mkdir()
    project.sample_statistics("large", 10**6)
    with pytest.raises(BadRequestError) as raised:
        project.explain(statistics="large")
    assert "--postgres embedded" in raised.value.hint


def test_triggers_do_not_fire_while_rows_are_loaded(project) -> None:
    """The owner's triggers are off while sample data is loaded, and on again afterwards."""
    with project.throwaway(sample=500) as opened, psycopg.connect(opened.url) as conn:
        counts = "select count(*), sum(orders) from customers"
        assert conn.execute(counts).fetchone() == (100, 0)
        conn.execute("insert into orders values (0, 1)")
        assert conn.execute(counts).fetchone() == (100, 1)
