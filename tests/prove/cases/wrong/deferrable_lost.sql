-- before:
create table public.a (id integer primary key);
create table public.t (a_id integer, constraint t_a_fkey foreign key (a_id) references public.a (id) deferrable initially deferred);
-- apply:
alter table public.t drop constraint t_a_fkey;
-- rollback:
alter table public.t add constraint t_a_fkey foreign key (a_id) references public.a (id);
-- expect: not reversible: constraint public.t.t_a_fkey
