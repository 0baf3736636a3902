-- before:
create table public.people (id integer, name text);
insert into public.people values (1, 'Aziz'), (2, 'Dildora');
-- apply:
drop table public.people;
-- rollback:
create table public.people (id integer, name text);
-- expect: loses data: rows of public.people: 2 of 2 lost
