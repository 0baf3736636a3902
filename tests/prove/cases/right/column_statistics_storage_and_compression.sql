-- before:
create table public.t (a text);
-- apply:
alter table public.t alter column a set statistics 500;
alter table public.t alter column a set storage external;
alter table public.t alter column a set compression pglz;
alter table public.t alter column a set (n_distinct = -0.5);
-- rollback:
-- loses: nothing
alter table public.t alter column a set statistics -1;
alter table public.t alter column a set storage extended;
alter table public.t alter column a set compression default;
alter table public.t alter column a reset (n_distinct);
-- expect: reversible
