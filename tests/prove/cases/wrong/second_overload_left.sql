-- before:
create function public.f(p_a integer) returns integer language sql return p_a;
-- apply:
create function public.f(p_a integer, p_b integer) returns integer language sql return p_a + p_b;
-- rollback:
drop function public.f(integer);
create function public.f(p_a integer) returns integer language sql return p_a;
-- expect: not reversible: function public.f(integer, integer): added; applied again
