"""Objects that go between being listed and being written out: no snapshot lacks a part of them."""

import psycopg
import pytest

from refdb import catalog, db
from refdb.errors import RefusedError

# What is written out of a table that is gone; the rest of each would be seen without it.
_PARTS = {
    "policy": "create policy p on t using (a > 0)",
    "policy for new rows": "create policy p on t for insert with check (a > 0)",
    "generated column": "alter table t add column b integer generated always as (a + 1) stored",
    "condition of an index": "create index on t (a) where a > 1",
    "check": "alter table t add check (a > 0)",
    "expression of an index": "create index on t (abs(a))",
    "partition": "drop table t; create table t (a integer) partition by list (a); "
    "create table t_one partition of t for values in (1)",
    "view": "create view v as select a from t",
    "trigger": "create trigger g before update on t for each row execute function "
    "suppress_redundant_updates_trigger()",
}


@pytest.mark.parametrize("part", _PARTS)
def test_what_is_gone_is_never_left_out_in_silence(each_database, part) -> None:
    """In a view of the catalog in which it is still there, it cannot be read, and that is told."""
    with db.connect(each_database) as conn, psycopg.connect(each_database) as other:
        conn.execute("create table t (a integer)")
        conn.execute(_PARTS[part])
        conn.execute("begin isolation level repeatable read")
        conn.execute("select from pg_class limit 1")
        other.execute("drop table t cascade")
        other.commit()
        with pytest.raises(RefusedError):
            catalog.snapshot(conn, attempts=1)
