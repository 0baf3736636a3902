"""The schema that is measured: as a product's is, table by table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_A_TIME = 100  # tables and functions in one transaction: no more locks than a server has

_TABLE = """
create table app.table_{n} (
    id uuid constraint table_{n}_pkey primary key default gen_random_uuid(),
    parent_id uuid,
    name text not null,
    amount numeric(12, 2) not null default 0,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    payload jsonb,
    constraint table_{n}_amount_check check (amount >= 0),
    constraint table_{n}_parent_id_fkey foreign key (parent_id) references app.table_{before} (id)
);
create index table_{n}_parent_id_idx on app.table_{n} (parent_id, created_at desc);
create index table_{n}_name_where_active_idx on app.table_{n} (name) where is_active;
comment on table app.table_{n} is 'One of many.';
comment on column app.table_{n}.amount is 'In euros.';
grant select, insert on app.table_{n} to public;
alter table app.table_{n} enable row level security;
create policy own on app.table_{n} using (id = nullif(current_setting('app.id', true), '')::uuid);
create trigger touch before update on app.table_{n} for each row execute function app.touch();
"""
_FUNCTION = """
create function app.get_{n}(p_a integer, p_b text default 'x')
returns integer
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_a > {n} then
        return p_a + 1;
    end if;
    return length(p_b);
end
$$;
comment on function app.get_{n}(integer, text) is 'One of many.';
revoke execute on function app.get_{n}(integer, text) from public;
"""
_FIRST = """
create schema app;
create function app.touch() returns trigger language plpgsql as $$
begin
    new.created_at := now();
    return new;
end
$$;
"""
#: What changes between the two snapshots whose difference is measured.
CHANGES = """
alter table app.table_1 add column note text;
drop index app.table_2_parent_id_idx;
comment on table app.table_3 is 'Another one.';
create or replace function app.touch() returns trigger language plpgsql as $$
begin
    return new;
end
$$;
"""


def statements(tables: int) -> Iterator[str]:
    """Answers texts, each a transaction, that make so many tables and functions.

    A table has its key, two more indexes, a foreign key, a check, a policy, a trigger, comments
    and grants; a function its comment and grants.

    Args:
        tables: how many of each; three times as many indexes.
    """
    yield _FIRST
    made = [
        _TABLE.format(n=number, before=max(number - 1, 0)) + _FUNCTION.format(n=number)
        for number in range(tables)
    ]
    for start in range(0, tables, _AT_A_TIME):
        yield "".join(made[start : start + _AT_A_TIME])
