-- before:
create table public.t (id integer);
-- apply:
create role prove_reader nologin;
grant select on public.t to prove_reader;
-- rollback:
-- loses: nothing
drop owned by prove_reader;
drop role prove_reader;
-- expect: reversible
