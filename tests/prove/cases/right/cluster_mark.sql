-- before:
create table public.t (a integer);
create index t_a_idx on public.t (a);
-- apply:
alter table public.t cluster on t_a_idx;
-- rollback:
-- loses: nothing
alter table public.t set without cluster;
-- expect: reversible
