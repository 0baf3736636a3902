-- why: It has a state.

alter table public.t$table add column state text not null default 'new';
alter table public.t$table
    add constraint t${table}_state_check check (state in ('new', 'done')) not valid;
