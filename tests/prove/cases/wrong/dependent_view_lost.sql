-- before:
create table public.t (a integer);
create view public.v as select a from public.t;
create view public.w as select a from public.v;
-- apply:
drop view public.v cascade;
-- rollback:
create view public.v as select a from public.t;
-- expect: not reversible: view public.w: removed
