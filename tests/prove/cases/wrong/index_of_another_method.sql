-- before:
create table public.t (a integer);
create index t_a_idx on public.t using hash (a);
-- apply:
drop index public.t_a_idx;
-- rollback:
create index t_a_idx on public.t (a);
-- expect: not reversible: index public.t_a_idx
