-- before:
create table public.a (id integer primary key);
create table public.t (a_id integer, constraint t_a_fkey foreign key (a_id) references public.a (id));
-- apply:
alter table public.t alter constraint t_a_fkey deferrable initially deferred;
-- rollback:
-- loses: nothing
alter table public.t alter constraint t_a_fkey not deferrable;
-- expect: reversible
