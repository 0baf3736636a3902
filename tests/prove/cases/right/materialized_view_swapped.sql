-- before:
create table public.t (a integer, b integer);
create materialized view public.m as select a from public.t;
create unique index m_a_idx on public.m (a);
grant select on public.m to prove_app;
-- apply:
create materialized view public.m_new as select a, b from public.t;
create unique index m_new_a_idx on public.m_new (a);
grant select on public.m_new to prove_app;
drop materialized view public.m;
alter materialized view public.m_new rename to m;
alter index public.m_new_a_idx rename to m_a_idx;
-- rollback:
-- loses: nothing
drop materialized view public.m;
create materialized view public.m as select a from public.t;
create unique index m_a_idx on public.m (a);
grant select on public.m to prove_app;
-- expect: reversible
