-- before:
create sequence public.seats maxvalue 3 cycle;
select nextval('public.seats'), nextval('public.seats'), nextval('public.seats');
-- apply:
select nextval('public.seats');
-- rollback:
-- loses: nothing
select nextval('public.seats');
-- expect: reversible
