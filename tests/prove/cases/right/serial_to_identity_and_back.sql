-- before:
create table public.t (id serial, a integer);
-- apply:
alter table public.t alter column id drop default;
drop sequence public.t_id_seq;
alter table public.t alter column id add generated always as identity;
select setval('public.t_id_seq', coalesce(max(id), 0) + 1, false) from public.t;
-- rollback:
-- loses: nothing
alter table public.t alter column id drop identity;
create sequence public.t_id_seq as integer owned by public.t.id;
alter table public.t alter column id set default nextval('public.t_id_seq');
select setval('public.t_id_seq', coalesce(max(id), 0) + 1, false) from public.t;
-- data:
insert into public.t (a) values (1), (2);
-- expect: reversible
