-- before:
create table public.people (id integer, name text);
insert into public.people values (1, 'Aziz'), (2, 'Dildora');
-- apply:
alter table public.people drop column name;
-- rollback:
-- loses: nothing
alter table public.people add column name text;
-- expect: loses data: column public.people.name: values differ
