-- before:
create function public.f() returns integer language sql immutable parallel safe strict return 1;
-- apply:
create or replace function public.f() returns integer language sql immutable parallel safe strict return 2;
-- rollback:
create or replace function public.f() returns integer language sql return 1;
-- expect: not reversible: function public.f()
