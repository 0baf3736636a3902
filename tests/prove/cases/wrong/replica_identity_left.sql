-- before:
create table public.t (a integer not null);
create unique index t_a_idx on public.t (a);
-- apply:
alter table public.t replica identity using index t_a_idx;
-- rollback:
alter table public.t replica identity full;
-- expect: not reversible: table public.t: replica identity
