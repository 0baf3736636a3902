-- before:
select 1;
-- apply:
create aggregate public.total (integer) (sfunc = int4pl, stype = integer, initcond = '0', parallel = safe);
-- rollback:
-- loses: nothing
drop aggregate public.total (integer);
-- expect: reversible
