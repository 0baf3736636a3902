-- before:
create table public.people (name text not null);
-- apply:
alter table public.people alter column name drop not null;
-- rollback:
alter table public.people alter column name set not null;
-- data:
insert into public.people values ('Aziz'), (null);
-- expect: rollback fails: with the sample data in: … (SQLSTATE 23502)
