-- before:
create table public.parent (a integer);
create table public.child (a integer, b integer);
-- apply:
alter table public.child inherit public.parent;
-- rollback:
-- loses: nothing
alter table public.child no inherit public.parent;
-- data:
insert into public.child values (1, 2);
-- expect: reversible
