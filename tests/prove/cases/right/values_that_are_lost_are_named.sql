-- before:
create table public.people (name text);
insert into public.people values ('Aziz'), ('DILDORA');
-- apply:
update public.people set name = upper(name);
-- rollback:
-- loses: how people.name was written: all are upper case
select 1;
-- expect: reversible
