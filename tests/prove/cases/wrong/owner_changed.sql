-- before:
create table public.t (id integer);
-- apply:
alter table public.t owner to prove_owner;
-- rollback:
select 1;
-- expect: not reversible: table public.t: owner
