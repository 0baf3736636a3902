-- before:
create table public.people (id integer, name text);
insert into public.people values (1, 'Aziz'), (2, 'Dildora');
-- apply:
update public.people set id = id + 10;
-- rollback:
update public.people set id = 13 - id;
-- expect: loses data: rows of public.people: values are in other rows
