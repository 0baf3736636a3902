-- before:
create aggregate public.total (integer) (sfunc = int4pl, stype = integer, initcond = '0');
-- apply:
drop aggregate public.total (integer);
-- rollback:
create aggregate public.total (integer) (sfunc = int4pl, stype = integer);
-- expect: not reversible: aggregate public.total(integer)
