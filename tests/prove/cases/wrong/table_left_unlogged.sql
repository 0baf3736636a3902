-- before:
create table public.t (a integer);
-- apply:
alter table public.t set unlogged;
-- rollback:
select 1;
-- expect: not reversible: table public.t: persistence
