-- before:
create table public.t (id integer);
insert into public.t values (1), (1);
-- apply:
-- transactional: false
create index concurrently t_id_idx on public.t (id);
create unique index concurrently t_id_key on public.t (id);
-- rollback:
drop index concurrently public.t_id_key;
drop index concurrently public.t_id_idx;
-- expect: apply fails: SQLSTATE 23505
