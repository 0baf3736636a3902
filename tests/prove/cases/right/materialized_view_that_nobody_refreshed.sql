-- before:
create table public.t (a integer);
insert into public.t values (1), (2);
create materialized view public.m as select a from public.t;
insert into public.t values (3);
create materialized view public.empty as select a from public.t with no data;
-- apply:
insert into public.t values (4);
-- rollback:
-- loses: nothing
delete from public.t where a = 4;
-- expect: reversible
