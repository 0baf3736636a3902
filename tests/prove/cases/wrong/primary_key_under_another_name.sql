-- before:
create table public.t (a integer, constraint t_key_of_old primary key (a));
-- apply:
alter table public.t drop constraint t_key_of_old;
alter table public.t alter column a drop not null;
-- rollback:
alter table public.t add primary key (a);
-- expect: not reversible: public.t.t_key_of_old: removed; public.t.t_pkey: added; applied again
