-- before:
create type public.pair as (a integer, b integer);
-- apply:
alter type public.pair add attribute c integer;
-- rollback:
alter type public.pair rename attribute c to d;
-- expect: not reversible: public.pair; applied again
