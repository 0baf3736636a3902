-- before:
create view public.v with (security_invoker = true) as select 1 as one;
-- apply:
create or replace view public.v with (security_invoker = true) as select 2 as one;
-- rollback:
create or replace view public.v as select 1 as one;
-- expect: not reversible: view public.v: option security_invoker
