-- before:
create table public.t (id integer);
create schema extra;
-- apply:
grant usage on schema extra to prove_app;
grant select, update on public.t to prove_app with grant option;
revoke execute on function pg_catalog.random() from prove_app;
-- rollback:
-- loses: nothing
revoke all on public.t from prove_app;
revoke usage on schema extra from prove_app;
-- expect: reversible
