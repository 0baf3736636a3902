-- before:
create table public.t (a integer) partition by range (a);
create table public.t_1 partition of public.t for values from (0) to (10);
-- apply:
create index t_a_idx on public.t (a);
-- rollback:
-- loses: nothing
drop index public.t_a_idx;
-- data:
insert into public.t values (1), (2);
-- expect: reversible
