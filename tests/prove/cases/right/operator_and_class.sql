-- before:
select 1;
-- apply:
create function public.same(p_a integer, p_b integer) returns boolean language sql immutable return p_a = p_b;
create operator public.=== (leftarg = integer, rightarg = integer, function = public.same, commutator = operator(public.===));
-- rollback:
-- loses: nothing
drop operator public.=== (integer, integer);
drop function public.same(integer, integer);
-- expect: reversible
