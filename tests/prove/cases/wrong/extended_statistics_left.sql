-- before:
create table public.t (a integer, b integer);
-- apply:
create statistics public.t_stats (dependencies) on a, b from public.t;
-- rollback:
alter statistics public.t_stats set statistics 10;
-- expect: not reversible: statistics; applied again: … SQLSTATE 42710
