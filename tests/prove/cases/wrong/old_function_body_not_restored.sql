-- before:
create function public.f() returns integer language sql stable return 1;
-- apply:
create or replace function public.f() returns integer language sql stable return 2;
-- rollback:
create or replace function public.f() returns integer language sql stable return 3;
-- expect: not reversible: function public.f(): sql body: RETURN 1 → RETURN 3
