-- before:
create table public.people (id integer, name text);
insert into public.people values (1, 'Aziz'), (2, 'Dildora');
-- apply:
alter table public.people drop column name;
-- rollback:
-- loses: public.people.name
alter table public.people add column name text;
-- expect: reversible
