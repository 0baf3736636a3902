-- before:
create table public.t (id integer, secret text);
-- apply:
grant select (id) on public.t to prove_app;
-- rollback:
revoke select on public.t from public;
-- expect: not reversible: column public.t.id: grants to prove_app
