-- before:
create function public.f() returns integer language sql stable parallel safe return 1;
comment on function public.f() is 'One.';
-- apply:
create or replace function public.f() returns integer language sql immutable return 2;
comment on function public.f() is 'Two.';
-- rollback:
-- loses: nothing
create or replace function public.f() returns integer language sql stable parallel safe return 1;
comment on function public.f() is 'One.';
-- expect: reversible
