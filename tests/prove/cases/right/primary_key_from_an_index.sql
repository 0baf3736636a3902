-- before:
create table public.t (a integer not null);
-- apply:
create unique index t_pkey on public.t (a);
alter table public.t add constraint t_pkey primary key using index t_pkey;
-- rollback:
-- loses: nothing
alter table public.t drop constraint t_pkey;
-- expect: reversible
