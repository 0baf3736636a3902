-- before:
create table public.a (id integer primary key);
create table public.t (a_id integer);
-- apply:
alter table public.t add constraint t_a_id_fkey foreign key (a_id) references public.a (id) not valid;
-- rollback:
-- loses: nothing
alter table public.t drop constraint t_a_id_fkey;
-- data:
insert into public.a values (1);
insert into public.t values (1);
-- expect: reversible
