-- before:
create function public.f() returns integer language sql return 1;
revoke execute on function public.f() from public;
grant execute on function public.f() to prove_app;
-- apply:
drop function public.f();
-- rollback:
create function public.f() returns integer language sql return 1;
-- expect: not reversible: function public.f(): grants
