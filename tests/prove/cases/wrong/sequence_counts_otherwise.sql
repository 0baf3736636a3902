-- before:
create sequence public.numbers increment by 10;
-- apply:
alter sequence public.numbers increment by 5;
-- rollback:
alter sequence public.numbers increment by 1;
-- expect: not reversible: sequence public.numbers: increment
