-- before:
create table public.t (a integer, b integer);
create view public.v with (security_invoker = true) as select a from public.t;
comment on view public.v is 'The a.';
grant select on public.v to prove_app;
-- apply:
create or replace view public.v with (security_invoker = true) as select a, b from public.t;
comment on view public.v is 'The a and b.';
-- rollback:
-- loses: nothing
drop view public.v;
create view public.v with (security_invoker = true) as select a from public.t;
comment on view public.v is 'The a.';
grant select on public.v to prove_app;
-- expect: reversible
