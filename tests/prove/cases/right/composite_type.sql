-- before:
create type public.pair as (a integer, b integer);
-- apply:
alter type public.pair add attribute c integer;
-- rollback:
-- loses: nothing
alter type public.pair drop attribute c;
-- expect: reversible
