-- before:
create table public.a (id integer primary key);
create table public.t (a_id integer, constraint t_a_fkey foreign key (a_id) references public.a (id) on delete cascade);
-- apply:
alter table public.t drop constraint t_a_fkey;
-- rollback:
alter table public.t add constraint t_a_fkey foreign key (a_id) references public.a (id);
-- expect: not reversible: constraint public.t.t_a_fkey
