-- before:
create table public.people (id integer);
-- apply:
alter table public.people add column name text;
create table public.pets (id integer);
-- rollback:
-- loses: nothing
drop table public.pets;
alter table public.people drop column name;
-- expect: loses data: column public.people.name: dropped with its data; table public.pets: dropped with its data
