-- before:
create table public.prices (amount numeric);
insert into public.prices values (1.005), (2);
-- apply:
alter table public.prices alter column amount type numeric(12, 2);
-- rollback:
alter table public.prices alter column amount type numeric;
-- expect: loses data: column public.prices.amount: values differ
