"""`--fix` changes who waits, and nothing else: the catalogs are equal, up and down."""

from __future__ import annotations

import pytest

from lint.safety import trees
from lint.safety.test_pages import blocks
from refdb.diff import diff
from refdb.findings import Level
from refdb.lint.safety.checker import CHECKER

FILL = """
insert into public.customers select g, 'a' || g from generate_series(1, 20) as g;
insert into public.orders select g, g, g, null, 'new' from generate_series(1, 20) as g;
insert into public.notes select g from generate_series(1, 20) as g;
refresh materialized view public.order_totals;
"""
# What the page's mistake is taken back by, for each rule that is fixable.
ROLLBACKS = {
    "index": "drop index public.orders_customer_id_idx;",
    "reindex": "select 1;",
    "column-rewrite": "alter table public.orders drop column token;",
    "column-check": "alter table public.orders drop column rating;",
    "column-unique": "alter table public.orders drop column code;",
    "column-foreign-key": "alter table public.orders drop column agent_id;",
    "set-not-null": "alter table public.orders alter column customer_id drop not null;",
    "check": "alter table public.orders drop constraint orders_total_check;",
    "foreign-key": "alter table public.orders drop constraint orders_customer_id_fkey;",
    "unique": "alter table public.customers drop constraint customers_email_key;",
    "refresh": "select 1;",
    "whole-table": "select 1;",
    "held-lock": "alter table public.orders drop constraint orders_total_check;",
}
_TWO_COMMANDS = """
alter table public.orders
    add column a int, -- a comma, (and more
    add constraint orders_a_check check (a in (1, 2));
"""
_AND_AN_INDEX = """
-- Notes are sorted out.
alter table public.orders add column a int;

-- By whoever looks.
create index on public.orders (a);
"""
_NO_INDEX = """
drop index public.orders_a_idx;
alter table public.orders drop column a;
"""
_REQUIRED = "alter table public.orders add column token uuid not null default gen_random_uuid();"
_NOT_NULL = """
alter table public.orders
    alter state set not null,
    add constraint state_check check (id > 0);
"""
_NULLABLE = """
alter table public.orders drop constraint state_check;
alter table public.orders alter column state drop not null;
"""
MORE = {
    "two commands, one of them unsafe": (
        _TWO_COMMANDS,
        "alter table public.orders drop column a;",
    ),
    "a required column with a value for each row": (
        _REQUIRED,
        "alter table public.orders drop column token;",
    ),
    "not null, and a check whose name has the column's in it": (_NOT_NULL, _NULLABLE),
    "a statement, then an index": (_AND_AN_INDEX, _NO_INDEX),
    "an unnamed key": (
        "alter table public.customers add unique (email);",
        "alter table public.customers drop constraint customers_email_key;",
    ),
    "all rows": ("delete from public.orders;", "select 1;"),
}
CASES = {rule: (None, text) for rule, text in ROLLBACKS.items()} | MORE


def test_every_fixable_rule_is_tried() -> None:
    """No rule says that it is fixable without being in this file."""
    assert {f"safety/{one}" for one in ROLLBACKS} == {
        one.name for one in CHECKER.rules if one.fixable
    }


@pytest.mark.needs("embedded18")
@pytest.mark.parametrize("name", CASES)
def test_fix_keeps_the_catalog(name, server, tmp_path) -> None:
    """The fixed tree has no finding, gives the same catalog, and goes back to the same base."""
    ground = trees.Ground(tmp_path, server(18))
    text, rollback = CASES[name]
    mistake = blocks(name)[0] if text is None else f"-- why: An example.\n\n{text}\n"
    trees.write(
        tmp_path,
        {
            "0001_base.sql": trees.BASE,
            "0002_example.sql": mistake,
            "0002_example.rollback.sql": f"-- loses: nothing\n\n{rollback}\n",
        },
    )
    wanted = trees.built(ground, FILL)
    assert trees.fix(ground)
    assert [one.message for one in trees.found(ground) if one.level > Level.NOTE] == []
    assert [one.line() for one in diff(wanted, trees.built(ground, FILL))] == []
    before, after = trees.returned(ground, FILL)
    assert [one.line() for one in diff(before, after)] == []
