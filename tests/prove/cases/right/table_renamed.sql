-- before:
create table public.t (id integer);
insert into public.t values (1), (2);
create view public.v as select id from public.t;
-- apply:
alter table public.t rename to things;
-- rollback:
-- loses: nothing
alter table public.things rename to t;
-- data:
insert into public.things values (3);
-- expect: reversible
