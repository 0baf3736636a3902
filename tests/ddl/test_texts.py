"""How statements read, and what is said where none can be made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refdb import ddl
from refdb.catalog import Entry, Snapshot, snapshot
from refdb.db import connect
from refdb.ddl.text import dollar_quoted, lowered
from refdb.errors import BadRequestError


def _create(conn, text: str, *keys: str, role: str = "postgres") -> str:
    conn.execute(text)
    return "\n".join(ddl.create(snapshot(conn), keys, role=role))


def test_a_function_reads_like_one_written_by_hand(database) -> None:
    """Every label is said, one a line, in the order of the style guide, the body untouched."""
    text = """
        create function f(p_a integer, p_b text default 'x') returns table (n integer, m text)
        language plpgsql stable set search_path = pg_catalog, pg_temp set jit = off
        as $$begin return query select 1, '$'; end$$;
        comment on function f is 'It''s one.'; revoke all on function f from public"""
    with connect(database) as conn:
        written = _create(conn, text, "function public.f(integer, text)")
    assert (
        written
        == """create function public.f(
    p_a integer,
    p_b text default 'x'::text
)
returns table (
    n integer,
    m text
)
language plpgsql
stable
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set jit = 'off'
as $$begin return query select 1, '$'; end$$;
comment on function public.f(integer, text) is 'It''s one.';
revoke all on function public.f(integer, text) from public;"""
    )


def test_a_materialized_view_comes_with_its_indexes(database) -> None:
    """The view, filled, then each of its indexes, comments where they belong."""
    text = """create materialized view m as select 1 as a, 'x'::text as b;
        create unique index m_key on m (a); comment on index m_key is 'Key.'"""
    with connect(database) as conn:
        written = _create(conn, text, "materialized view public.m")
    assert (
        written
        == """create materialized view public.m as
select 1 as a,
    'x'::text as b
with data;
create unique index m_key
    on public.m using btree (a);
comment on index public.m_key is 'Key.';"""
    )


def test_a_trigger_reads_line_by_line(database) -> None:
    """Event, transition tables, level, condition and function stand on lines of their own."""
    text = """create table t (a integer);
        create function g() returns trigger language plpgsql as 'begin return null; end';
        create trigger tr after update of a on t for each row
        when (old.a is distinct from new.a) execute function g('A OR B');
        alter table t disable trigger tr"""
    with connect(database) as conn:
        written = _create(conn, text, "trigger public.t.tr")
    assert (
        written
        == """create trigger tr
after update of a on public.t
for each row
when ((old.a is distinct from new.a))
execute function public.g('A OR B');
alter table public.t disable trigger tr;"""
    )


def test_a_job_of_the_role_is_scheduled_plainly() -> None:
    """The role that runs the statements schedules its own job; for another it becomes that."""
    job = Entry(
        "cron job", "j", "", "j", "", {"owner": "a", "schedule": "* * * * *", "command": "x'y"}
    )
    taken = Snapshot(18, {job.key: job})
    plain = "select cron.schedule(\n    'j',\n    '* * * * *',\n    'x''y'\n);"
    assert ddl.create(taken, [job.key], role="a") == (plain,)
    assert ddl.create(taken, [job.key]) == ("set role a;", plain, "reset role;")
    assert ddl.drop(taken, [job.key], role="a") == ("select cron.unschedule('j');",)


def test_quoted_text_keeps_its_capitals() -> None:
    """Keywords are written small; names and constants in quotes stay, whatever is in them."""
    text = "SELECT \"A\" AS \"FROM\", 'IT''S É'::TEXT, E'\\\\N' FROM \"Ü\".t WHERE x IS NOT NULL"
    assert lowered(text) == (
        "select \"A\" as \"FROM\", 'IT''S É'::text, E'\\\\N' from \"Ü\".t where x is not null"
    )


@given(st.text(alphabet="$abody0123x ", max_size=20))
def test_a_body_ends_where_its_dollars_do(body) -> None:
    """Whatever dollars are in a body, what stands around it does not stand in it."""
    written = dollar_quoted(body)
    mark = written[: written.index("$", 1) + 1]
    assert written == f"{mark}{body}{mark}"
    assert f"{body}{mark}".index(mark) == len(body)


def test_an_unknown_key_is_refused() -> None:
    """A key that the snapshot does not have is named."""
    with pytest.raises(BadRequestError, match="there is no table x in the snapshot"):
        ddl.create(Snapshot(18, {}), ["table x"])


def test_what_cannot_be_made_is_said(database) -> None:
    """Secrets, a broken index, the order of columns: a finding each, the statement made anyway."""
    text = """create foreign data wrapper w; create server s foreign data wrapper w;
        create user mapping for public server s options (password 'x');
        create subscription sub connection '' publication p
        with (connect = false, slot_name = none);
        create table t (a integer, b integer); create index t_idx on t (b);
        update pg_index set indisvalid = false where indexrelid = 't_idx'::regclass"""
    keys = [
        "user mapping for public server s",
        "subscription sub",
        "index public.t_idx",
        "column public.t.a",
    ]
    with connect(database) as conn:
        conn.execute(text)
        taken = snapshot(conn)
        conn.execute("alter subscription sub set (slot_name = none); drop subscription sub")
    assert [one.key for one in ddl.gaps(taken, keys)] == [
        "ddl/column-order:column public.t.a",
        "ddl/broken-index:index public.t_idx",
        "ddl/secret:subscription sub",
        "ddl/secret:user mapping for public server s",
    ]
    assert ddl.gaps(taken, ["table public.t"])[0].object == "index public.t_idx"
    (mapping,) = ddl.create(taken, keys[:1])
    assert mapping.startswith("-- Not known, to be filled in: password.\ncreate user mapping")
