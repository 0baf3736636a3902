-- before:
create table public.t (a integer);
-- apply:
-- transactional: false
create index concurrently t_a_idx on public.t (a);
create unique index concurrently t_a_key on public.t (a);
-- rollback:
-- loses: nothing
drop index concurrently public.t_a_key;
drop index concurrently public.t_a_idx;
-- data:
insert into public.t values (1), (2);
-- expect: reversible
