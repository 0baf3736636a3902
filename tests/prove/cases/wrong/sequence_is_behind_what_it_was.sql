-- before:
create sequence public.invoice_numbers start 1000;
select nextval('public.invoice_numbers') from generate_series(1, 5);
-- apply:
alter sequence public.invoice_numbers rename to numbers;
-- rollback:
-- loses: nothing
drop sequence public.numbers;
create sequence public.invoice_numbers start 1000;
-- expect: loses data: sequence public.invoice_numbers: gives 1000 next, and gave 1005 before
