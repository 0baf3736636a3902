-- before:
create table public.countries (code text primary key);
insert into public.countries values ('uz');
-- apply:
insert into public.countries values ('kz'), ('kg');
-- rollback:
delete from public.countries where code = 'kz';
-- expect: not reversible: rows of public.countries: 1 left behind; applied again: … duplicate key value
