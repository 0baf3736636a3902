-- before:
create table public.t (id integer);
-- apply:
create index t_id_idx on public.t (id);
-- rollback:
drop index public.t_idx;
-- expect: rollback fails: index "t_idx" does not exist (SQLSTATE 42704)
