-- before:
select 1;
-- apply:
create operator public.=== (leftarg = integer, rightarg = integer, function = int4eq);
-- rollback:
select 1;
-- expect: not reversible: operator; applied again: … SQLSTATE 42723
