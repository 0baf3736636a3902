-- before:
create table public.t (a integer);
-- apply:
alter table public.t alter column a set not null;
-- rollback:
-- loses: nothing
alter table public.t alter column a drop not null;
-- data:
insert into public.t values (1);
-- expect: reversible
