-- before:
create sequence public.tickets;
select nextval('public.tickets') from generate_series(1, 5);
create table public.t (id serial, a integer);
insert into public.t (a) values (1), (2);
-- apply:
drop sequence public.tickets;
drop table public.t;
-- rollback:
-- loses: t, and how far tickets had counted
create sequence public.tickets;
create table public.t (id serial, a integer);
-- expect: reversible
