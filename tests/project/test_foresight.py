import pytest

from refdb import config
from refdb.explain import shape
from refdb.project import Project
from trees import write_tree

pytestmark = pytest.mark.needs("embedded18")

_MIGRATIONS = {
    "0001_a.sql": "-- why: Tests.\n"
    "create table public.customers (id integer primary key, name text not null);\n"
    "create table public.orders (id bigint primary key, customer_id integer not null"
    " references public.customers, made timestamptz not null);\n"
    "create index orders_customer_id_made_idx on public.orders (customer_id, made);\n",
    "0001_a.rollback.sql": "-- loses: all\ndrop table public.orders, public.customers;\n",
}
_ROWS = "current_setting('sample.rows')::bigint"
_SAMPLES = {
    "sample__0001_customers": "-- purpose: Customers.\n-- table: public.customers\n"
    "select n as id, 'customer ' || n as name\n"
    f"from generate_series(1, {_ROWS} / 20) as n;\n",
    "sample__0002_orders": "-- purpose: Orders.\n-- table: public.orders\n"
    f"select n as id, 1 + n % ({_ROWS} / 20) as customer_id,\n"
    "    timestamptz '2024-01-01 00:00+00' + n * interval '1 minute' as made\n"
    f"from generate_series(1, {_ROWS}) as n;\n",
}
_QUERIES = {
    "of_customer": "-- max_cost: 1000000000\n-- params: integer\n\n"
    "select * from orders where customer_id = $1 order by made desc limit 10;\n",
    "by_customer": "-- max_cost: 1000000000000\n-- params: timestamptz\n\n"
    "select customer.name, count(*) from orders inner join customers as customer"
    " on customer.id = orders.customer_id where orders.made > $1 group by customer.name;\n",
    "of_name": "-- max_cost: 1000000000\n-- params: text\n\n"
    "select orders.* from customers as customer inner join orders"
    " on orders.customer_id = customer.id where customer.name = $1;\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Answers a project whose tables grow with its sample data, and with plans that change."""
    root = tmp_path_factory.mktemp("foresight")
    contracts = {f"plans__{name}": text for name, text in _QUERIES.items()}
    write_tree(root, _MIGRATIONS, **_SAMPLES, **contracts)
    return Project(config.Config(root=root))


def _loaded(project: Project, rows: int) -> dict[str, str]:
    explained = project.explain(sample=rows)
    return {one.contract.name: shape(one.plan) for one in explained.verdicts if one.plan}


def test_what_the_horizon_sees_is_what_happens(project) -> None:
    """On both sides of every change below 200,000 rows, loaded rows are planned as was said."""
    foreseen = project.horizon(most=200_000)
    sides = {
        side
        for line in foreseen.lines_of
        for era in line.eras[1:]
        for side in (era.before, era.first)
    }
    assert sides
    for rows in sides:
        real = _loaded(project, rows)
        for line in foreseen.lines_of:
            era = next(one for one in line.eras if one.first <= rows <= one.last)
            assert real[line.name] == shape(era.plan), (line.name, rows)


def test_costs_far_beyond_the_sample_are_those_of_loaded_rows(project) -> None:
    """Ten times the rows of the larger sample cost what they cost when they are loaded, nearly."""
    planned = {one.contract.name: one.plan for one in project.explain(rows=200_000).verdicts}
    loaded = {one.contract.name: one.plan for one in project.explain(sample=200_000).verdicts}
    for name, plan in loaded.items():
        assert shape(planned[name]) == shape(plan)
        assert planned[name].root.cost == pytest.approx(plan.root.cost, rel=0.05), name
