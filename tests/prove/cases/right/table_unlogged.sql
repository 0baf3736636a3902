-- before:
create table public.t (id integer);
-- apply:
alter table public.t set unlogged;
-- rollback:
-- loses: nothing
alter table public.t set logged;
-- data:
insert into public.t values (3);
-- expect: reversible
