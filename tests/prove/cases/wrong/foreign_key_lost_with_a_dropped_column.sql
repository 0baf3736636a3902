-- before:
create table public.a (id integer primary key);
create table public.t (id integer, a_id integer constraint t_a_id_fkey references public.a (id));
-- apply:
alter table public.t drop column a_id;
-- rollback:
alter table public.t add column a_id integer;
-- expect: not reversible: constraint public.t.t_a_id_fkey: removed
