-- before:
create table public.t (a integer, b integer);
create index t_b_idx on public.t (b);
-- apply:
alter table public.t drop column b;
-- rollback:
alter table public.t add column b integer;
-- expect: not reversible: index public.t_b_idx: removed
