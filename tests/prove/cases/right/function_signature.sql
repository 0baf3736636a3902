-- before:
create function public.f(p_a integer) returns integer language sql return p_a;
create view public.v as select public.f(1) as one;
grant select on public.v to prove_app;
-- apply:
drop view public.v;
drop function public.f(integer);
create function public.f(p_a integer, p_b integer) returns bigint language sql return p_a + p_b;
create view public.v as select public.f(1, 2) as one;
grant select on public.v to prove_app;
-- rollback:
-- loses: nothing
drop view public.v;
drop function public.f(integer, integer);
create function public.f(p_a integer) returns integer language sql return p_a;
create view public.v as select public.f(1) as one;
grant select on public.v to prove_app;
-- expect: reversible
