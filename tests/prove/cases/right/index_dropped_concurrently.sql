-- before:
create table public.t (a integer, b integer);
create index t_a_idx on public.t (a) where b is not null;
comment on index public.t_a_idx is 'For b.';
-- apply:
-- transactional: false
drop index concurrently public.t_a_idx;
-- rollback:
-- loses: nothing
create index concurrently t_a_idx on public.t (a) where b is not null;
comment on index public.t_a_idx is 'For b.';
-- expect: reversible
