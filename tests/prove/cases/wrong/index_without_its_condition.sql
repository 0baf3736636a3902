-- before:
create table public.t (a integer, is_old boolean);
create index t_a_idx on public.t (a) where not is_old;
-- apply:
-- transactional: false
drop index concurrently public.t_a_idx;
-- rollback:
create index concurrently t_a_idx on public.t (a);
-- expect: not reversible: index public.t_a_idx: definition
