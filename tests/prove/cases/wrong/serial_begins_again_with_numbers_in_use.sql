-- before:
create table public.t (id serial, a integer);
-- apply:
alter table public.t alter column id drop default;
drop sequence public.t_id_seq;
alter table public.t alter column id add generated always as identity;
-- rollback:
-- loses: nothing
alter table public.t alter column id drop identity;
create sequence public.t_id_seq as integer owned by public.t.id;
alter table public.t alter column id set default nextval('public.t_id_seq');
-- data:
insert into public.t (a) values (1), (2);
-- expect: loses data: sequence public.t_id_seq: gives 1 next, and id has 2 already
