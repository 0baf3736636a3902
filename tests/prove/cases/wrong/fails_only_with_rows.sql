-- before:
create table public.people (id integer);
-- apply:
alter table public.people add column name text not null;
-- rollback:
-- loses: every name
alter table public.people drop column name;
-- data:
insert into public.people values (1, 'Aziz');
-- expect: apply fails: with the sample data in: … (SQLSTATE 23502)
