-- before:
create sequence public.numbers start 100;
-- apply:
alter sequence public.numbers increment by 5 cycle maxvalue 1000;
create sequence public.others as smallint;
-- rollback:
-- loses: nothing
drop sequence public.others;
alter sequence public.numbers increment by 1 no cycle no maxvalue;
-- expect: reversible
