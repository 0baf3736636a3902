-- before:
create table public.t (a integer);
-- apply:
alter table public.t alter column a set statistics 500;
-- rollback:
alter table public.t alter column a set statistics 100;
-- expect: not reversible: column public.t.a: statistics
