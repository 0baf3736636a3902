-- before:
create table public.t (a integer, b integer);
create view public.v as select a from public.t;
create view public.w as select a from public.v;
create materialized view public.m as select a from public.w;
create unique index m_a_idx on public.m (a);
-- apply:
drop materialized view public.m;
drop view public.w;
drop view public.v;
alter table public.t alter column a type bigint;
create view public.v as select a from public.t;
create view public.w as select a from public.v;
create materialized view public.m as select a from public.w;
create unique index m_a_idx on public.m (a);
-- rollback:
-- loses: nothing
drop materialized view public.m;
drop view public.w;
drop view public.v;
alter table public.t alter column a type integer;
create view public.v as select a from public.t;
create view public.w as select a from public.v;
create materialized view public.m as select a from public.w;
create unique index m_a_idx on public.m (a);
-- data:
insert into public.t values (1, 2);
-- expect: reversible
