-- before:
create table public.t (a integer) partition by range (a);
create table public.t_1 partition of public.t for values from (0) to (10);
create index t_a_idx on public.t (a);
-- apply:
drop index public.t_a_idx;
-- rollback:
create index t_a_idx on only public.t (a);
-- expect: not reversible: index public.t
