-- before:
select 1;
-- apply:
create sequence public.numbers;
-- rollback:
select 1;
-- expect: not reversible: sequence public.numbers: added; applied again: … relation "numbers" already exists
