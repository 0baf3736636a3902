-- before:
create table public.t (a integer);
create materialized view public.m as select a from public.t;
-- apply:
drop materialized view public.m;
-- rollback:
create materialized view public.m as select a from public.t with no data;
-- expect: not reversible: materialized view public.m: now not populated
