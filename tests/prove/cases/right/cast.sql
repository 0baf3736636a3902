-- before:
create type public.pair as (a integer, b integer);
-- apply:
create function public.total(p public.pair) returns integer language sql immutable return (p).a + (p).b;
create cast (public.pair as integer) with function public.total(public.pair) as assignment;
-- rollback:
-- loses: nothing
drop cast (public.pair as integer);
drop function public.total(public.pair);
-- expect: reversible
