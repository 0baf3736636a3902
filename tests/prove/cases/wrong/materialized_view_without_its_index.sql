-- before:
create table public.t (a integer);
create materialized view public.m as select a from public.t;
create unique index m_a_idx on public.m (a);
-- apply:
drop materialized view public.m;
-- rollback:
create materialized view public.m as select a from public.t;
-- expect: not reversible: index public.m_a_idx: removed
