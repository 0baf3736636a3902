-- before:
create table public.people (name varchar(4));
-- apply:
alter table public.people alter column name type text;
-- rollback:
-- loses: nothing
alter table public.people alter column name type varchar(4) using left(name, 4);
-- data:
insert into public.people values ('Aziz'), ('Dildora');
-- expect: loses data: column public.people.name: values differ
