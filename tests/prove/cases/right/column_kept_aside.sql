-- before:
create table public.people (id integer, name text);
insert into public.people values (1, 'Aziz'), (2, 'Dildora');
-- apply:
create table public.people_names as select id, name from public.people;
alter table public.people drop column name;
-- rollback:
-- loses: nothing
alter table public.people add column name text;
update public.people set name = kept.name from public.people_names as kept where kept.id = people.id;
drop table public.people_names;
-- expect: reversible
