-- before:
create table public.people (id integer, name text);
insert into public.people values (1, 'aziz'), (2, 'dildora');
-- apply:
update public.people set id = -id;
-- rollback:
-- loses: nothing
update public.people set id = -id;
-- data:
insert into public.people values (-3, 'kamola');
-- expect: reversible
