-- before:
create table public.t (a integer);
create materialized view public.m as select a from public.t;
insert into public.t values (1), (2);
-- apply:
drop materialized view public.m;
-- rollback:
-- loses: nothing
create materialized view public.m as select a from public.t;
-- expect: reversible
