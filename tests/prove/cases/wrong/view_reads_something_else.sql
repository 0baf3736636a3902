-- before:
create table public.t (a integer, b integer);
create view public.v as select a from public.t;
-- apply:
drop view public.v;
-- rollback:
create view public.v as select b as a from public.t;
-- expect: not reversible: view public.v: definition
