-- before:
create table public.t (a integer);
create index t_a_idx on public.t (a);
alter table public.t cluster on t_a_idx;
-- apply:
drop index public.t_a_idx;
-- rollback:
create index t_a_idx on public.t (a);
-- expect: not reversible: index public.t_a_idx
