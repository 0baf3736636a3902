-- before:
create sequence public.debts increment by -1;
select nextval('public.debts'), nextval('public.debts');
-- apply:
select setval('public.debts', -100);
-- rollback:
-- loses: nothing
select setval('public.debts', -1, false);
-- expect: loses data: sequence public.debts: gives -1 next, and gave -3 before
