-- before:
create table public.t (id integer, constraint t_pkey primary key (id));
create table public.u (t_id integer, constraint u_t_id_fkey foreign key (t_id) references public.t (id));
-- apply:
alter table public.t alter column id type bigint;
alter table public.u alter column t_id type bigint;
-- rollback:
-- loses: nothing
alter table public.u alter column t_id type integer;
alter table public.t alter column id type integer;
-- data:
insert into public.t values (1), (2);
insert into public.u values (2);
-- expect: reversible
