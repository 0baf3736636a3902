-- before:
create table public.t (a integer, b integer);
-- apply:
create statistics public.t_a_b (dependencies, ndistinct) on a, b from public.t;
alter statistics public.t_a_b set statistics 500;
-- rollback:
-- loses: nothing
drop statistics public.t_a_b;
-- expect: reversible
