-- before:
create table public.t (a timestamptz default now());
-- apply:
alter table public.t alter column a set default clock_timestamp();
-- rollback:
alter table public.t alter column a set default statement_timestamp();
-- expect: not reversible: column public.t.a: default: now() → statement_timestamp()
