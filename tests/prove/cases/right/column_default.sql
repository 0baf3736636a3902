-- before:
create table public.t (a timestamptz default now());
-- apply:
alter table public.t alter column a set default clock_timestamp();
-- rollback:
-- loses: nothing
alter table public.t alter column a set default now();
-- expect: reversible
