-- before:
create table public.t (a integer constraint t_a_key unique);
-- apply:
alter table public.t drop constraint t_a_key;
-- rollback:
create unique index t_a_key on public.t (a);
-- expect: not reversible: t_a_key; applied again
