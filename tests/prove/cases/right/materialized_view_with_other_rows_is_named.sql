-- before:
create table public.t (a integer);
insert into public.t values (1), (2);
create materialized view public.m as select sum(a) as total from public.t;
-- apply:
update public.t set a = a * 100;
refresh materialized view public.m;
-- rollback:
-- loses: m, until it is refreshed
update public.t set a = a / 100;
-- expect: reversible
