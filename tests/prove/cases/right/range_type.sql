-- before:
select 1;
-- apply:
create type public.float_range as range (subtype = float8);
-- rollback:
-- loses: nothing
drop type public.float_range;
-- expect: reversible
