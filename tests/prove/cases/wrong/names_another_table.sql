-- before:
create table public.people (id integer);
create table public.pets (id integer);
-- apply:
create index people_id_idx on public.people (id);
-- rollback:
-- loses: pets
drop index public.people_id_idx;
delete from public.people where id > 1;
-- data:
insert into public.people values (1), (2), (3);
insert into public.pets values (1);
-- expect: loses data: rows of public.people: 2 of 3 lost
