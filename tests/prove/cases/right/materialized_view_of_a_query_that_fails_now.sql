-- before:
create table public.t (a integer);
insert into public.t values (1);
create materialized view public.m as select 1 / a as b from public.t;
insert into public.t values (0);
-- apply:
create index m_b_idx on public.m (b);
-- rollback:
-- loses: nothing
drop index public.m_b_idx;
-- expect: reversible
