-- before:
create table public.t (id integer);
-- apply:
create index t_id_idx on public.t (id);
-- rollback:
drop index if exists public.t_idx;
-- expect: not reversible: index public.t_id_idx: added; applied again: … relation "t_id_idx" already exists
