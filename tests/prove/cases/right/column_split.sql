-- before:
create table public.people (full_name text);
insert into public.people values ('Aziz Karimov'), ('Dildora Yusupova');
-- apply:
alter table public.people add column first_name text, add column last_name text;
update public.people set first_name = split_part(full_name, ' ', 1), last_name = split_part(full_name, ' ', 2);
alter table public.people drop column full_name;
-- rollback:
-- loses: nothing
alter table public.people add column full_name text;
update public.people set full_name = first_name || ' ' || last_name;
alter table public.people drop column first_name, drop column last_name;
-- data:
insert into public.people values ('Kamola', 'Tursunova');
-- expect: reversible
