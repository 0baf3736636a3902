-- before:
create table public.t (id integer);
-- apply:
alter table public.t add constraint t_pkey primary key (no_such_column);
-- rollback:
alter table public.t drop constraint t_pkey;
-- expect: apply fails: SQLSTATE 42703
