-- before:
select 1;
-- apply:
create recursive view public.numbers (n) as select 1 union all select n + 1 from numbers where n < 10;
-- rollback:
-- loses: nothing
drop view public.numbers;
-- expect: reversible
