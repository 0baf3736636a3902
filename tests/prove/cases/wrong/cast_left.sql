-- before:
create type public.pair as (a integer, b integer);
create function public.total(p public.pair) returns integer language sql immutable return (p).a + (p).b;
-- apply:
create cast (public.pair as integer) with function public.total(public.pair);
-- rollback:
select 1;
-- expect: not reversible: cast; applied again: … SQLSTATE 42710
