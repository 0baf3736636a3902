-- before:
create table public.people (id integer);
-- apply:
alter table public.people add column name text;
-- rollback:
alter table public.people drop column name;
-- data:
insert into public.people values (1, 'Aziz');
-- expect: loses data: column public.people.name: dropped with its data
