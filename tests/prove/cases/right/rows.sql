-- before:
create table public.countries (code text primary key, name text);
insert into public.countries values ('uz', 'Uzbekistan');
-- apply:
insert into public.countries values ('kz', 'Kazakhstan'), ('kg', 'Kyrgyzstan');
-- rollback:
-- loses: nothing
delete from public.countries where code in ('kz', 'kg');
-- expect: reversible
