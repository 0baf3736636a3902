-- before:
create table public.people (name text);
insert into public.people values ('Aziz'), ('DILDORA');
-- apply:
update public.people set name = upper(name);
-- rollback:
update public.people set name = initcap(name);
-- expect: loses data: column public.people.name: values differ
