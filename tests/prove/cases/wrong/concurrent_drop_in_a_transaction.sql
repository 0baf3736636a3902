-- before:
create table public.t (id integer);
-- apply:
create index t_id_idx on public.t (id);
-- rollback:
drop index concurrently public.t_id_idx;
-- expect: rollback fails: cannot run inside a transaction
