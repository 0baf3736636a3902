-- before:
create table public.t (id integer);
-- apply:
grant select on public.t to prove_app;
-- rollback:
revoke insert on public.t from prove_app;
-- expect: not reversible: table public.t: grants to prove_app
